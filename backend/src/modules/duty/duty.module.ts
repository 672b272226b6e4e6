import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ExerciseModule } from '../exercise/exercise.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { NoticeModule } from '../notice/notice.module.js';
import { ProtectionModule } from '../protection/protection.module.js';
import { DutyActRow } from './duty-act.entity.js';
import { DutyActs } from './duty-acts.service.js';
import { DutyBoardService, DutyNeighbours } from './duty-board.service.js';
import { DutyBooks } from './duty-books.service.js';
import { DutyFeedController } from './duty-feed.controller.js';
import { DutyFeedRow } from './duty-feed.entity.js';
import { DutyFeedService } from './duty-feed.service.js';
import { DutyPlanResolver, DutyResolver } from './duty.resolver.js';
import { DutyPersonRow, DutyRosterRow } from './duty-roster.entity.js';
import { DutyStandResolver, DutySwapResolver } from './duty-stand.resolver.js';
import { EscalationService } from './escalation.service.js';
import { FillingService } from './filling.service.js';
import { HandoverService } from './handover.service.js';
import { MyDutyService } from './my-duty.service.js';
import { RosterSettingService } from './roster-setting.service.js';
import { StandingService } from './standing.service.js';
import { SwapService } from './swap.service.js';

/** Duty rosters 值班 around the clock, with leaders on duty 领导带班. */
@Module({
  imports: [
    TypeOrmModule.forFeature([DutyRosterRow, DutyPersonRow, DutyActRow, DutyFeedRow]),
    ExerciseModule,
    IdentityModule,
    NoticeModule,
    ProtectionModule,
  ],
  controllers: [DutyFeedController],
  providers: [
    DutyBooks,
    DutyActs,
    DutyNeighbours,
    DutyBoardService,
    RosterSettingService,
    FillingService,
    SwapService,
    StandingService,
    HandoverService,
    EscalationService,
    MyDutyService,
    DutyFeedService,
    DutyResolver,
    DutyPlanResolver,
    DutySwapResolver,
    DutyStandResolver,
  ],
  exports: [DutyBoardService, MyDutyService],
})
export class DutyModule {}
