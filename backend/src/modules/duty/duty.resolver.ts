import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { Asker } from '../../platform/access/viewer.js';
import { DutyBoardService } from './duty-board.service.js';
import { DutyFeedService } from './duty-feed.service.js';
import { AddDutyPeopleInput, AssignDutyInput, ChangeDutyPersonInput, DutyFeedInput } from './duty.inputs.js';
import { DutyRotationInput, FillDutyRosterInput, SetDutyRosterInput } from './duty.inputs.js';
import {
  DutyBoard,
  DutyCandidate,
  DutyFeed,
  DutyLogEntry,
  DutyRoster,
  DutyRotationPreview,
  MyShift,
} from './duty.types.js';
import { FillingService } from './filling.service.js';
import { MyDutyService } from './my-duty.service.js';
import { RosterSettingService } from './roster-setting.service.js';

/** Duty rosters: reading them. */
@Resolver()
export class DutyResolver {
  constructor(
    private readonly service: DutyBoardService,
    private readonly mine: MyDutyService,
    private readonly feeds: DutyFeedService,
  ) {}

  @Query(() => [DutyRoster], { description: "Control's first; a unit's people get their own only" })
  @Allow('duty.read')
  dutyRosters(
    @Args('exerciseId', { type: () => ID }) exerciseId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<DutyRoster[]> {
    return this.service.rosters(exerciseId, viewer);
  }

  @Query(() => DutyBoard, { description: 'A roster between two local dates, 62 days at most' })
  @Allow('duty.read')
  dutyBoard(
    @Args('rosterId', { type: () => ID }) rosterId: string,
    @Args('from') from: string,
    @Args('to') to: string,
    @Asker() viewer: Viewer | null,
  ): Promise<DutyBoard> {
    return this.service.board(rosterId, { from, to }, viewer);
  }

  @Query(() => [DutyLogEntry], { description: 'Newest first' })
  @Allow('duty.read')
  dutyLog(
    @Args('rosterId', { type: () => ID }) rosterId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<DutyLogEntry[]> {
    return this.service.log(rosterId, viewer);
  }

  @Query(() => [DutyCandidate], { description: 'Members who are not on the list yet' })
  @Allow('duty.plan')
  dutyCandidates(
    @Args('rosterId', { type: () => ID }) rosterId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<DutyCandidate[]> {
    return this.service.candidates(rosterId, viewer);
  }

  @Query(() => [MyShift], { description: "The viewer's own shifts that run or come within two months" })
  @Allow('duty.read')
  myShifts(
    @Args('exerciseId', { type: () => ID }) exerciseId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<MyShift[]> {
    return this.mine.shifts(exerciseId, viewer);
  }

  @Query(() => DutyFeed)
  @Allow('duty.read')
  dutyFeed(
    @Args('exerciseId', { type: () => ID }) exerciseId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<DutyFeed> {
    return this.feeds.state(exerciseId, viewer);
  }

  @Mutation(() => DutyFeed, { description: 'Makes a new address; the one before is no good any more' })
  @Allow('duty.read')
  openDutyFeed(@Args('input') { exerciseId }: DutyFeedInput, @Asker() viewer: Viewer | null): Promise<DutyFeed> {
    return this.feeds.open(exerciseId, viewer);
  }

  @Mutation(() => DutyFeed)
  @Allow('duty.read')
  closeDutyFeed(@Args('input') { exerciseId }: DutyFeedInput, @Asker() viewer: Viewer | null): Promise<DutyFeed> {
    return this.feeds.close(exerciseId, viewer);
  }
}

/** Duty rosters: setting and filling them. */
@Resolver()
export class DutyPlanResolver {
  constructor(
    private readonly service: DutyBoardService,
    private readonly setting: RosterSettingService,
    private readonly filling: FillingService,
  ) {}

  @Query(() => DutyRotationPreview)
  @Allow('duty.plan')
  dutyRotationPreview(
    @Args('input') input: DutyRotationInput,
    @Asker() viewer: Viewer | null,
  ): Promise<DutyRotationPreview> {
    return this.filling.preview(input, viewer);
  }

  @Mutation(() => DutyRoster)
  @Allow('duty.plan')
  async setDutyRoster(@Args('input') input: SetDutyRosterInput, @Asker() viewer: Viewer | null): Promise<DutyRoster> {
    return this.service.roster(await this.setting.set(input, viewer), viewer);
  }

  @Mutation(() => DutyRoster)
  @Allow('duty.plan')
  async addDutyPeople(@Args('input') input: AddDutyPeopleInput, @Asker() viewer: Viewer | null): Promise<DutyRoster> {
    return this.service.roster(await this.setting.addPeople(input, viewer), viewer);
  }

  @Mutation(() => DutyRoster)
  @Allow('duty.plan')
  async changeDutyPerson(
    @Args('input') input: ChangeDutyPersonInput,
    @Asker() viewer: Viewer | null,
  ): Promise<DutyRoster> {
    return this.service.roster(await this.setting.changePerson(input, viewer), viewer);
  }

  @Mutation(() => DutyRoster)
  @Allow('duty.plan')
  async fillDutyRoster(@Args('input') input: FillDutyRosterInput, @Asker() viewer: Viewer | null): Promise<DutyRoster> {
    return this.service.roster(await this.filling.fill(input, viewer), viewer);
  }

  @Mutation(() => DutyRoster)
  @Allow('duty.plan')
  async assignDuty(@Args('input') input: AssignDutyInput, @Asker() viewer: Viewer | null): Promise<DutyRoster> {
    return this.service.roster(await this.filling.assign(input, viewer), viewer);
  }
}
