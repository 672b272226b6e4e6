import { Injectable } from '@nestjs/common';
import type { Viewer } from '../../core/access/permissions.js';
import type { DutyActContents } from '../../core/duty/acts.js';
import { slotIn, type Swap } from '../../core/duty/duty-fold.js';
import { type SlotRef } from '../../core/duty/roster.js';
import { slotsAt, slotTimes } from '../../core/duty/slot-times.js';
import { isSwapPossible, swapChanges } from '../../core/duty/swap.js';
import { type FieldProblem, Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import { requireViewer } from '../../platform/access/viewer.js';
import type { NewNotice } from '../notice/notice.service.js';
import { DutyActs } from './duty-acts.service.js';
import { type DutyBook, DutyBooks, mayActAs, meIn, personIn } from './duty-books.service.js';
import type {
  AnswerDutySwapInput,
  AskDutySwapInput,
  DecideDutySwapInput,
  WithdrawDutySwapInput,
} from './duty.inputs.js';
import { mayPlanRoster } from './duty.rights.js';

/** Swapping shifts 换班: asked, agreed by the other, approved by the leader on duty or a planner; each on record. */
@Injectable()
export class SwapService {
  constructor(
    private readonly books: DutyBooks,
    private readonly acts: DutyActs,
  ) {}

  /**
   * Asks somebody to take a shift that has not begun, maybe in exchange for one of his.
   * @throws Refusal NOT_FOUND, NOT_ALLOWED, BAD_INPUT, WRONG_STATE
   */
  async ask(input: AskDutySwapInput, viewer: Viewer | null): Promise<string> {
    const { commandId, rosterId } = input;
    await this.books.rosterFor(rosterId, viewer);
    const command = { kind: 'DUTY_SWAP_ASKED', commandId, rosterId, content: input, actor: requireViewer(viewer) };
    await this.acts.append(command, (book, { recordedAt }) => {
      const person = personIn(book, input.personId);
      if (!mayActAs(person, viewer)) throw new Refusal('NOT_ALLOWED');
      const back = input.back ? { kindKey: input.back.kindKey, date: input.back.date } : null;
      const from = { kindKey: input.from.kindKey, date: input.from.date };
      const reason = input.reason.trim();
      const content = { from, personId: input.personId, otherId: input.otherId, back, reason };
      refuseBadInput(askProblems(book, content, recordedAt));
      return { kind: 'SWAP_ASKED', content, notices: this.notice(book, content, ['DUTY_SWAP_ASKED', content.otherId]) };
    });
    return rosterId;
  }

  /** The other agrees or declines. @throws Refusal NOT_FOUND, NOT_ALLOWED, WRONG_STATE */
  async answer(input: AnswerDutySwapInput, viewer: Viewer | null): Promise<string> {
    const { commandId, rosterId, swapId, agrees } = input;
    await this.books.rosterFor(rosterId, viewer);
    const command = { kind: 'DUTY_SWAP_ANSWERED', commandId, rosterId, content: input, actor: requireViewer(viewer) };
    await this.acts.append(command, (book) => {
      const swap = swapIn(book, swapId, ['ASKED']);
      if (!mayAnswerSwap(book, swap, viewer)) throw new Refusal('NOT_ALLOWED');
      const asked = swap.asked.content;
      const answer = { swapId, personId: asked.otherId };
      if (!agrees) {
        const notices = this.notice(book, asked, ['DUTY_SWAP_DECLINED', asked.personId]);
        return { kind: 'SWAP_DECLINED', content: { ...answer, reason: input.reason.trim() }, notices };
      }
      if (!isSwapPossible(book.standing, asked)) throw new Refusal('WRONG_STATE', { state: 'SWAP_IMPOSSIBLE' });
      const to = { to: { personId: book.roster.plannerId }, subjectId: book.roster.id };
      return {
        kind: 'SWAP_AGREED',
        content: answer,
        notices: [{ ...to, code: 'DUTY_SWAP_AGREED', params: wordsOf(book, asked) }],
      };
    });
    return rosterId;
  }

  /**
   * The leader on duty or a planner, who is neither of the two, approves or refuses.
   * @throws Refusal NOT_FOUND, NOT_ALLOWED, WRONG_STATE when it is not agreed, or can no longer be
   */
  async decide(input: DecideDutySwapInput, viewer: Viewer | null): Promise<string> {
    const { commandId, rosterId, swapId, approves } = input;
    await this.books.rosterFor(rosterId, viewer);
    const command = { kind: 'DUTY_SWAP_DECIDED', commandId, rosterId, content: input, actor: requireViewer(viewer) };
    await this.acts.append(command, (book, { recordedAt }) => {
      const swap = swapIn(book, swapId, ['AGREED']);
      const as = deciderOf(book, swap, viewer, recordedAt);
      if (as === null) throw new Refusal('NOT_ALLOWED');
      const asked = swap.asked.content;
      const decision = { swapId, reason: input.reason.trim(), asLeader: as === 'LEADER' };
      const both = [asked.personId, asked.otherId];
      if (!approves) {
        return {
          kind: 'SWAP_REFUSED',
          content: decision,
          notices: this.notice(book, asked, ['DUTY_SWAP_REFUSED', ...both]),
        };
      }
      if (!isSwapPossible(book.standing, asked) || hasBegun(book, asked.from, recordedAt)) {
        throw new Refusal('WRONG_STATE', { state: 'SWAP_IMPOSSIBLE' });
      }
      const content = { ...decision, changes: swapChanges(asked) };
      return { kind: 'SWAP_APPROVED', content, notices: this.notice(book, asked, ['DUTY_SWAP_APPROVED', ...both]) };
    });
    return rosterId;
  }

  /** Who asked takes it back. @throws Refusal NOT_FOUND, NOT_ALLOWED, WRONG_STATE */
  async withdraw(input: WithdrawDutySwapInput, viewer: Viewer | null): Promise<string> {
    const { commandId, rosterId, swapId } = input;
    await this.books.rosterFor(rosterId, viewer);
    const command = { kind: 'DUTY_SWAP_ANSWERED', commandId, rosterId, content: input, actor: requireViewer(viewer) };
    await this.acts.append(command, (book) => {
      const swap = swapIn(book, swapId, ['ASKED', 'AGREED']);
      const { personId } = swap.asked.content;
      if (!mayActAs(personIn(book, personId), viewer)) throw new Refusal('NOT_ALLOWED');
      return { kind: 'SWAP_WITHDRAWN', content: { swapId, personId } };
    });
    return rosterId;
  }

  private notice(
    book: DutyBook,
    asked: DutyActContents['SWAP_ASKED'],
    [code, ...personIds]: readonly [string, ...string[]],
  ): NewNotice[] {
    return personIds.flatMap((id) => {
      const { userId } = personIn(book, id);
      const about = { subjectId: book.roster.id, code, params: wordsOf(book, asked) };
      return userId === null ? [] : [{ to: { personId: userId }, ...about }];
    });
  }
}

/** Whether the viewer may answer for the other: never whoever asked. */
export function mayAnswerSwap(book: DutyBook, { asked }: Swap, viewer: Viewer | null): boolean {
  return mayActAs(personIn(book, asked.content.otherId), viewer) && asked.byId !== viewer?.userId;
}

/** As what the viewer may decide on a swap; null = not at all. Nobody decides on his own. */
export function deciderOf(
  book: DutyBook,
  { acts }: Swap,
  viewer: Viewer | null,
  now: Date,
): 'PLANNER' | 'LEADER' | null {
  const me = meIn(book, viewer);
  if (viewer === null || acts.some(({ byId }) => byId === viewer.userId)) return null;
  const leads = book.roster.kinds.filter(({ role }) => role === 'LEADER');
  const leaders = slotsAt(book.roster, leads, now).flatMap((slot) => slotIn(book.standing, slot).assigned);
  if (me !== null && leaders.includes(me.id)) return 'LEADER';
  return mayPlanRoster(viewer, book.roster) ? 'PLANNER' : null;
}

function swapIn(book: DutyBook, id: string, states: readonly Swap['state'][]): Swap {
  const swap = book.standing.swaps.find((one) => one.id === id.toLowerCase());
  if (swap === undefined) throw new Refusal('NOT_FOUND');
  if (!states.includes(swap.state)) throw new Refusal('WRONG_STATE', { state: swap.state });
  return swap;
}

function hasBegun({ roster }: DutyBook, ref: SlotRef, now: Date): boolean {
  const slot = slotTimes(roster, ref);
  return slot === null || slot.startsAt <= now;
}

function askProblems(book: DutyBook, asked: DutyActContents['SWAP_ASKED'], now: Date): FieldProblem[] {
  const { from, personId, otherId, back } = asked;
  if (otherId === personId || !book.standingIds.has(otherId)) return [{ path: 'otherId', code: 'NOT_FOUND' }];
  const places = [
    { path: 'from', ref: from, id: personId },
    ...(back === null ? [] : [{ path: 'back', ref: back, id: otherId }]),
  ];
  const problems = places.flatMap(({ path, ref, id }) => {
    const isOn = slotTimes(book.roster, ref) !== null && slotIn(book.standing, ref).assigned.includes(id);
    if (!isOn) return [{ path, code: 'NOT_FOUND' }];
    return hasBegun(book, ref, now) ? [{ path, code: 'BEGUN' }] : [];
  });
  if (problems.length > 0) return problems;
  return isSwapPossible(book.standing, asked) ? [] : [{ path: 'otherId', code: 'TAKEN' }];
}

function wordsOf({ roster, people }: DutyBook, { from, personId, otherId }: DutyActContents['SWAP_ASKED']) {
  const nameOf = (id: string): string => people.find((person) => person.id === id)?.name ?? '';
  const shift = roster.kinds.find(({ key }) => key === from.kindKey)?.name ?? from.kindKey;
  return { date: from.date, shift, person: nameOf(personId), other: nameOf(otherId) };
}
