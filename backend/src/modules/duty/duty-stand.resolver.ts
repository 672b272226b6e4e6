import { Args, Mutation, Resolver } from '@nestjs/graphql';
import type { Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { Asker } from '../../platform/access/viewer.js';
import { DutyBoardService } from './duty-board.service.js';
import {
  AnswerDutySwapInput,
  AskDutySwapInput,
  CheckInDutyInput,
  DecideDutySwapInput,
  OfferHandoverInput,
  SignHandoverInput,
  TakeOverDutyInput,
  WithdrawDutySwapInput,
  WriteDutyLogInput,
} from './duty.inputs.js';
import { DutyRoster } from './duty.types.js';
import { HandoverService } from './handover.service.js';
import { StandingService } from './standing.service.js';
import { SwapService } from './swap.service.js';

/** Swapping shifts. */
@Resolver()
export class DutySwapResolver {
  constructor(
    private readonly service: DutyBoardService,
    private readonly swaps: SwapService,
  ) {}

  @Mutation(() => DutyRoster)
  @Allow('duty.stand')
  async askDutySwap(@Args('input') input: AskDutySwapInput, @Asker() viewer: Viewer | null): Promise<DutyRoster> {
    return this.service.roster(await this.swaps.ask(input, viewer), viewer);
  }

  @Mutation(() => DutyRoster)
  @Allow('duty.stand')
  async answerDutySwap(@Args('input') input: AnswerDutySwapInput, @Asker() viewer: Viewer | null): Promise<DutyRoster> {
    return this.service.roster(await this.swaps.answer(input, viewer), viewer);
  }

  @Mutation(() => DutyRoster, { description: 'By the leader on duty or a planner who is neither of the two' })
  @Allow('duty.stand')
  async decideDutySwap(@Args('input') input: DecideDutySwapInput, @Asker() viewer: Viewer | null): Promise<DutyRoster> {
    return this.service.roster(await this.swaps.decide(input, viewer), viewer);
  }

  @Mutation(() => DutyRoster)
  @Allow('duty.stand')
  async withdrawDutySwap(
    @Args('input') input: WithdrawDutySwapInput,
    @Asker() viewer: Viewer | null,
  ): Promise<DutyRoster> {
    return this.service.roster(await this.swaps.withdraw(input, viewer), viewer);
  }
}

/** Standing a shift and handing it over. */
@Resolver()
export class DutyStandResolver {
  constructor(
    private readonly service: DutyBoardService,
    private readonly standing: StandingService,
    private readonly handovers: HandoverService,
  ) {}

  @Mutation(() => DutyRoster)
  @Allow('duty.stand')
  async checkInDuty(@Args('input') input: CheckInDutyInput, @Asker() viewer: Viewer | null): Promise<DutyRoster> {
    return this.service.roster(await this.standing.checkIn(input, viewer), viewer);
  }

  @Mutation(() => DutyRoster, { description: 'Steps in at a shift that runs and is short' })
  @Allow('duty.stand')
  async takeOverDuty(@Args('input') input: TakeOverDutyInput, @Asker() viewer: Viewer | null): Promise<DutyRoster> {
    return this.service.roster(await this.standing.takeOver(input, viewer), viewer);
  }

  @Mutation(() => DutyRoster)
  @Allow('duty.stand')
  async offerHandover(@Args('input') input: OfferHandoverInput, @Asker() viewer: Viewer | null): Promise<DutyRoster> {
    return this.service.roster(await this.handovers.offer(input, viewer), viewer);
  }

  @Mutation(() => DutyRoster)
  @Allow('duty.stand')
  async signHandover(@Args('input') input: SignHandoverInput, @Asker() viewer: Viewer | null): Promise<DutyRoster> {
    return this.service.roster(await this.handovers.sign(input, viewer), viewer);
  }

  @Mutation(() => DutyRoster)
  @Allow('duty.stand')
  async writeDutyLog(@Args('input') input: WriteDutyLogInput, @Asker() viewer: Viewer | null): Promise<DutyRoster> {
    return this.service.roster(await this.standing.log(input, viewer), viewer);
  }
}
