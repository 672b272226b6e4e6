import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { isOpenAt } from '../../core/exercise/window.js';
import { Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import { draftProblems } from '../../core/submission/draft-problems.js';
import { missingOf } from '../../core/submission/missing.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { Clock } from '../../platform/clock/clock.js';
import { Statement } from '../../platform/database/statement.js';
import { Journal, type Slot, type Slotted, type Written } from '../../platform/journal/journal.service.js';
import { NumberingService, type Opening } from '../exercise/numbering.service.js';
import { DraftReader, type ReadDraft } from './draft.reader.js';
import { requireEditable } from './draft.service.js';
import { AttackSubmission } from './submission.entity.js';
import type { FileSubmissionInput } from './submission.inputs.js';
import { filedSeal, SubmissionService } from './submission.service.js';

const FILE = new Statement<{ filed: number }>('SELECT submissions_file($1) AS filed');

/** Turns a draft into a fact. */
@Injectable()
export class FilingService {
  constructor(
    private readonly drafts: DraftReader,
    private readonly journal: Journal,
    private readonly submissions: SubmissionService,
    private readonly numbering: NumberingService,
    private readonly clock: Clock,
  ) {}

  /**
   * Files a submission: it gets its code and its receipt, and never changes again.
   * @throws Refusal EXERCISE_NOT_LIVE, OUTSIDE_WINDOW, STALE_VERSION, WRONG_STATE, INCOMPLETE with the same
   *   fields as `missing`
   */
  async file(input: FileSubmissionInput, viewer: Viewer): Promise<AttackSubmission> {
    const draft = await this.readOwn(input.submissionId, viewer);
    const { submission } = draft;
    // Checked before the stream is locked, so that others need not wait for it: what was checked is what is filed,
    // since the write names the version. A draft that is none any more is left to the journal: it may be a repeat.
    if (submission.state === 'DRAFT') await this.requireFit(draft, input, viewer);
    const { commandId } = input;
    const { exerciseId: streamId } = submission;
    const command = { streamId, kind: 'SUBMISSION_FILED', commandId, content: input, actor: viewer };
    const filing: Filing = { submission, version: input.version, viewer, filed: null };
    const receipt = await this.journal.appendItem(command, filing, this.write);
    if (receipt.isRepeat || filing.filed === null) return this.submissions.load(receipt.subjectId);
    return filing.filed;
  }

  /** A submission of the viewer's own team, to be written. @throws Refusal NOT_FOUND */
  private async readOwn(id: string, viewer: Viewer): Promise<ReadDraft> {
    const draft = await this.drafts.find(id);
    if (draft === undefined) throw new Refusal('NOT_FOUND');
    const { exerciseId, teamId } = draft.submission;
    const grants = requireGrants(viewer, exerciseId, 'submission.file');
    if (!grants.some((grant) => grant.teamId === teamId)) throw new Refusal('NOT_FOUND');
    return draft;
  }

  private async requireFit(draft: ReadDraft, input: FileSubmissionInput, viewer: Viewer): Promise<void> {
    const { submission, exercise } = draft;
    requireOpen(exercise, this.clock.now());
    requireEditable(submission, { exerciseId: submission.exerciseId, version: input.version, viewer });
    const rules = await this.submissions.rulesOf(exercise);
    const missing = missingOf(submission, rules);
    if (missing.length > 0) throw new Refusal('INCOMPLETE', { count: String(missing.length) }, missing);
    // What it refers to was checked when it was saved and cannot go away; the rules may have been changed since.
    refuseBadInput(draftProblems(submission, { ...ownReferences(submission), ...rules }));
  }

  /** Writes filings of one exercise, all or none. A field: the journal must know it for one and the same work. */
  private readonly write = async (tx: EntityManager, filings: readonly Slotted<Filing>[]): Promise<Written[]> => {
    const exerciseId = filings[0]?.item.submission.exerciseId ?? '';
    for (const { item } of filings) requireEditable(item.submission, { exerciseId, ...item });
    const { codes, opening } = await this.numbering.nextCodes(tx, exerciseId, { letter: 'A', count: filings.length });
    for (const { slot } of filings) requireOpen(opening, slot.recordedAt);
    const changes = filings.map(({ item, slot }, place) => changeOf(item, slot, codes[place] ?? ''));
    // The version guards against a save that slipped in since the row was read.
    const [row] = await FILE.rows(tx, [JSON.stringify(changes)]);
    if (row?.filed !== filings.length) throw new Refusal('STALE_VERSION');
    return filings.map(({ item }, place) => {
      const filed = { ...item.submission, ...changes[place] };
      item.filed = filed;
      const { id, teamId, code, title, unitId, nodes } = filed;
      const sealed = filedSeal(item.submission, changes[place] ?? {});
      return { subjectId: id, partyId: teamId, details: { code, title, unitId, nodes: nodes.length, sealed } };
    });
  };
}

/** A draft on its way to be filed. */
interface Filing {
  /** As read before the stream was locked. */
  readonly submission: AttackSubmission;
  /** The version its author saw. */
  readonly version: number;
  readonly viewer: Viewer;
  /** As it stands from now on, if this command is the one that filed it. */
  filed: AttackSubmission | null;
}

/** What filing changes. */
function changeOf({ submission, viewer }: Filing, { seq, recordedAt }: Slot, code: string) {
  const { id, version } = submission;
  const receipt = { filedById: viewer.userId, filedAt: recordedAt, receiptSeq: seq, listNo: seq };
  return { id, state: 'FILED' as const, ...receipt, code, version: version + 1 };
}

/** Units, targets and evidence are never removed: what a saved draft names is there. */
function ownReferences({ unitId, targetId, nodes }: AttackSubmission) {
  return {
    unitIds: new Set(unitId === null ? [] : [unitId]),
    targetIds: new Set(targetId === null ? [] : [targetId]),
    evidenceIds: new Set(nodes.flatMap((node) => node.evidenceIds)),
  };
}

/** @throws Refusal EXERCISE_NOT_LIVE, OUTSIDE_WINDOW with the hours */
function requireOpen(opening: Opening, at: Date): void {
  const { state, dailyOpensAt, dailyClosesAt, timeZone } = opening;
  if (state !== 'LIVE') throw new Refusal('EXERCISE_NOT_LIVE', { state });
  if (isOpenAt(opening, at)) return;
  throw new Refusal('OUTSIDE_WINDOW', { opensAt: dailyOpensAt ?? '', closesAt: dailyClosesAt ?? '', timeZone });
}
