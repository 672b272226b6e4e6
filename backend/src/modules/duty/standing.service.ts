import { Injectable } from '@nestjs/common';
import type { Viewer } from '../../core/access/permissions.js';
import { presentIn, slotIn } from '../../core/duty/duty-fold.js';
import { CHECK_IN_EARLY_MINUTES, type SlotRef } from '../../core/duty/roster.js';
import { type SlotTimes, slotTimes } from '../../core/duty/slot-times.js';
import { Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import { requireViewer } from '../../platform/access/viewer.js';
import { DutyActs } from './duty-acts.service.js';
import { type DutyBook, DutyBooks, mayActAs, personIn } from './duty-books.service.js';
import type { CheckInDutyInput, TakeOverDutyInput, WriteDutyLogInput } from './duty.inputs.js';

/** Standing a shift: signing in 签到, stepping in 顶班, and the log 值班日志. */
@Injectable()
export class StandingService {
  constructor(
    private readonly books: DutyBooks,
    private readonly acts: DutyActs,
  ) {}

  /**
   * Signs in at a shift, from an hour before its start (示例) to its end.
   * @throws Refusal NOT_FOUND, NOT_ALLOWED for somebody else with an account, BAD_INPUT, WRONG_STATE
   */
  async checkIn(input: CheckInDutyInput, viewer: Viewer | null): Promise<string> {
    const { commandId, rosterId, personId } = input;
    await this.books.rosterFor(rosterId, viewer);
    const command = { kind: 'DUTY_CHECKED_IN', commandId, rosterId, content: input, actor: requireViewer(viewer) };
    await this.acts.append(command, (book, { recordedAt }) => {
      const slot = slotOf(book, input.slot);
      if (!mayActAs(personIn(book, personId), viewer)) throw new Refusal('NOT_ALLOWED');
      const state = slotIn(book.standing, slot);
      if (!state.assigned.includes(personId)) refuseBadInput([{ path: 'personId', code: 'NOT_FOUND' }]);
      if (!takesCheckIns(slot, recordedAt)) throw new Refusal('WRONG_STATE', { state: 'NOT_ON_NOW' });
      if (presentIn(state).includes(personId)) throw new Refusal('WRONG_STATE', { state: 'CHECKED_IN' });
      return { kind: 'CHECKED_IN', content: { kindKey: slot.kindKey, date: slot.date, personId } };
    });
    return rosterId;
  }

  /**
   * Steps in at a shift that runs and has too few people. The roster keeps who should have come.
   * @throws Refusal NOT_FOUND, NOT_ALLOWED, BAD_INPUT, WRONG_STATE
   */
  async takeOver(input: TakeOverDutyInput, viewer: Viewer | null): Promise<string> {
    const { commandId, rosterId, personId } = input;
    await this.books.rosterFor(rosterId, viewer);
    const command = { kind: 'DUTY_TAKEN_OVER', commandId, rosterId, content: input, actor: requireViewer(viewer) };
    await this.acts.append(command, (book, { recordedAt }) => {
      const slot = slotOf(book, input.slot);
      if (!mayActAs(personIn(book, personId), viewer)) throw new Refusal('NOT_ALLOWED');
      const isOff = !book.standingIds.has(personId) || slotIn(book.standing, slot).assigned.includes(personId);
      if (isOff) refuseBadInput([{ path: 'personId', code: 'TAKEN' }]);
      if (!takesCover(book, slot, recordedAt)) throw new Refusal('WRONG_STATE', { state: 'NOT_SHORT' });
      if (presentIn(slotIn(book.standing, slot)).includes(personId))
        throw new Refusal('WRONG_STATE', { state: 'CHECKED_IN' });
      const content = { kindKey: slot.kindKey, date: slot.date, personId, note: input.note.trim() };
      return { kind: 'TAKEN_OVER', content };
    });
    return rosterId;
  }

  /** Writes into the log; a correction is an entry of its own that names the old one. @throws Refusal */
  async log(input: WriteDutyLogInput, viewer: Viewer | null): Promise<string> {
    const { commandId, rosterId } = input;
    await this.books.rosterFor(rosterId, viewer);
    const text = input.text.trim();
    if (text === '') refuseBadInput([{ path: 'text', code: 'REQUIRED' }]);
    const command = { kind: 'DUTY_LOGGED', commandId, rosterId, content: input, actor: requireViewer(viewer) };
    await this.acts.append(command, (book) => {
      const corrects = input.correctsId?.toLowerCase() ?? null;
      requireCorrectable(book, corrects);
      const person = input.personId ? personIn(book, input.personId) : null;
      if (person !== null && !mayActAs(person, viewer)) throw new Refusal('NOT_ALLOWED');
      return { kind: 'LOGGED', content: { text, personId: person?.userId === null ? person.id : null, corrects } };
    });
    return rosterId;
  }
}

/** @throws Refusal BAD_INPUT unless it is an entry of this log that nothing corrects yet: the newest wording counts */
function requireCorrectable({ standing }: DutyBook, corrects: string | null): void {
  if (corrects === null) return;
  const old = standing.log.find(({ act }) => act.id === corrects);
  if (old === undefined) refuseBadInput([{ path: 'correctsId', code: 'NOT_FOUND' }]);
  else if (old.correctedBy !== null) refuseBadInput([{ path: 'correctsId', code: 'TAKEN' }]);
}

/** Whether a shift takes check-ins at the instant. */
export function takesCheckIns({ startsAt, endsAt }: SlotTimes, now: Date): boolean {
  return now.getTime() >= startsAt.getTime() - CHECK_IN_EARLY_MINUTES * 60_000 && now < endsAt;
}

/** Whether a shift runs with fewer people than it needs; nobody steps in for people on call. */
export function takesCover(book: DutyBook, slot: SlotTimes, now: Date): boolean {
  const isRunning = slot.startsAt <= now && now < slot.endsAt && slot.kind.role !== 'STANDBY';
  return isRunning && presentIn(slotIn(book.standing, slot)).length < slot.kind.needed;
}

/** The times of a shift somebody names. @throws Refusal BAD_INPUT */
export function slotOf(book: DutyBook, ref: SlotRef): SlotTimes {
  const slot = slotTimes(book.roster, ref);
  if (slot === null) throw new Refusal('BAD_INPUT', {}, [{ path: 'slot', code: 'NOT_FOUND' }]);
  return slot;
}
