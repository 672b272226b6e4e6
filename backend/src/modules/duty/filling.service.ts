import { Injectable } from '@nestjs/common';
import type { Viewer } from '../../core/access/permissions.js';
import type { DutyChange } from '../../core/duty/acts.js';
import { foldDuty } from '../../core/duty/duty-fold.js';
import { kindOf } from '../../core/duty/roster.js';
import { rotate, type Rotation, rotationProblems } from '../../core/duty/rotation.js';
import { isDate } from '../../core/duty/slot-times.js';
import { changeProblems } from '../../core/duty/swap.js';
import { Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import { Clock } from '../../platform/clock/clock.js';
import type { NewNotice } from '../notice/notice.service.js';
import { DutyActs } from './duty-acts.service.js';
import { type DutyBook, DutyBooks } from './duty-books.service.js';
import { lastSeqOf, peopleView, problemViews, slotViews } from './duty-board.view.js';
import type { AssignDutyInput, DutyRotationInput, FillDutyRosterInput } from './duty.inputs.js';
import { requirePlanner } from './duty.rights.js';
import type { DutyRotationPreview } from './duty.types.js';

/** Putting people on shifts: by a rule, or one by one. */
@Injectable()
export class FillingService {
  constructor(
    private readonly books: DutyBooks,
    private readonly acts: DutyActs,
    private readonly clock: Clock,
  ) {}

  /** What a rotation would do; writes nothing. @throws Refusal NOT_FOUND, NOT_ALLOWED, BAD_INPUT */
  async preview(input: DutyRotationInput, viewer: Viewer | null): Promise<DutyRotationPreview> {
    requirePlanner(viewer, await this.books.rosterFor(input.rosterId, viewer));
    const book = await this.books.open(input.rosterId);
    const changes = this.changesOf(book, input);
    const after = withChanges(book, changes);
    const range = { from: input.from, to: input.to };
    const sight = { viewer, now: this.clock.now(), names: new Map<string, string>() };
    return {
      basedOn: lastSeqOf(book),
      slots: slotViews(after, range, sight),
      problems: problemViews(after, range),
      people: peopleView(after, range, viewer),
      added: changes.filter(({ isOn }) => isOn).length,
      removed: changes.filter(({ isOn }) => !isOn).length,
    };
  }

  /** Does what was previewed. @throws Refusal besides: STALE_PREVIEW when the roster was changed since */
  async fill(input: FillDutyRosterInput, viewer: Viewer | null): Promise<string> {
    const { commandId, rosterId, from, to } = input;
    requirePlanner(viewer, await this.books.rosterFor(rosterId, viewer));
    const command = { kind: 'DUTY_FILLED', commandId, rosterId, content: input, actor: viewer };
    await this.acts.append(command, (book) => {
      if (lastSeqOf(book) !== input.basedOn) throw new Refusal('STALE_PREVIEW');
      const changes = this.changesOf(book, input);
      if (changes.length === 0) refuseBadInput([{ path: 'turns', code: 'NO_CHANGE' }]);
      return { kind: 'FILLED', content: { changes, from, to } };
    });
    return rosterId;
  }

  /** Puts people on shifts and takes them off. @throws Refusal NOT_FOUND, NOT_ALLOWED, BAD_INPUT */
  async assign(input: AssignDutyInput, viewer: Viewer | null): Promise<string> {
    const { commandId, rosterId, reason } = input;
    requirePlanner(viewer, await this.books.rosterFor(rosterId, viewer));
    const changes = input.changes.map(({ kindKey, date, personId, isOn }) => ({ kindKey, date, personId, isOn }));
    if (changes.length === 0) refuseBadInput([{ path: 'changes', code: 'REQUIRED' }]);
    const command = { kind: 'DUTY_ASSIGNED', commandId, rosterId, content: input, actor: viewer };
    await this.acts.append(command, (book) => {
      refuseBadInput(assignProblems(book, changes));
      const content = { changes, reason: reason.trim() };
      return { kind: 'ASSIGNED', content, notices: changeNotices(book, changes, viewer) };
    });
    return rosterId;
  }

  private changesOf(book: DutyBook, input: DutyRotationInput): DutyChange[] {
    const rotation: Rotation = input;
    refuseBadInput(rotationProblems(book.roster, rotation, book.standingIds));
    return rotate(book.roster, book.standing, rotation);
  }
}

/** Everything wrong with changes: unknown shifts and people, somebody twice on one shift. */
function assignProblems(book: DutyBook, changes: readonly DutyChange[]) {
  const known = changes.flatMap(({ kindKey, date, personId, isOn }, place) => {
    const at = `changes.${place}`;
    if (kindOf(book.roster, kindKey) === null) return [{ path: `${at}.kindKey`, code: 'NOT_FOUND' }];
    if (!isDate(date)) return [{ path: `${at}.date`, code: 'WRONG_FORM' }];
    const isThere = isOn ? book.standingIds.has(personId) : book.people.some(({ id }) => id === personId);
    return isThere ? [] : [{ path: `${at}.personId`, code: 'NOT_FOUND' }];
  });
  if (known.length > 0) return known;
  return changeProblems(book.standing, changes).map(({ place, code }) => ({ path: `changes.${place}.personId`, code }));
}

/** Whoever is put on a shift or taken off by somebody else is told, once for all of it. */
function changeNotices(book: DutyBook, changes: readonly DutyChange[], viewer: Viewer | null): NewNotice[] {
  return [...Map.groupBy(changes, ({ personId }) => personId)].flatMap(([personId, own]) => {
    const userId = book.people.find(({ id }) => id === personId)?.userId ?? null;
    const [first] = own;
    if (userId === null || userId === viewer?.userId || first === undefined) return [];
    const shift = kindOf(book.roster, first.kindKey)?.name ?? first.kindKey;
    const params = { date: first.date, shift, count: String(own.length) };
    return [{ to: { personId: userId }, subjectId: book.roster.id, code: 'DUTY_CHANGED', params }];
  });
}

function withChanges(book: DutyBook, changes: readonly DutyChange[]): DutyBook {
  const [at, seq] = [new Date(8.64e15), Number.MAX_SAFE_INTEGER];
  const content = { changes, reason: '' };
  const act = { id: 'preview', kind: 'ASSIGNED' as const, at, seq, ordinal: 0, byId: null, content };
  return { ...book, standing: foldDuty([...book.acts, act]) };
}
