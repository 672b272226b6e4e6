import { namesOthers } from '../../core/rescoring/named-others.js';
import { Injectable } from '@nestjs/common';
import { playsIn, type Viewer } from '../../core/access/permissions.js';
import { required } from '../../core/kernel/form.js';
import { type FieldProblem, Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import { type AbnormalActKind, abnormalStanding, mayFollow } from '../../core/scoring/abnormal-standing.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { Journal, type Slot } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { AbnormalAct } from '../adjudication/abnormal-act.entity.js';
import type { AbnormalEpisode } from '../adjudication/abnormal-episode.entity.js';
import { requireImpartialOn } from '../adjudication/recusal.service.js';
import { ScoringService } from '../adjudication/scoring.service.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import type { AbnormalActInput, AbnormalTimedActInput } from './abnormal.inputs.js';
import { AbnormalService } from './abnormal.service.js';
import type { AbnormalEpisodeView } from './abnormal.types.js';
import { isTold } from './abnormal.view.js';

interface Act {
  readonly kind: AbnormalActKind;
  /** The moment it speaks of; null = the act's own. */
  readonly at: Date | null;
}

/** The referees' acts on leads 核验、通知、确认、结案; each is a record of its own, corrections included. */
@Injectable()
export class AbnormalJudgingService {
  constructor(
    private readonly journal: Journal,
    private readonly exercises: ExerciseService,
    private readonly scoring: ScoringService,
    private readonly abnormals: AbnormalService,
  ) {}

  /** Verified: the unit is told, and its grace begins. @throws Refusal as `act` */
  notice(input: AbnormalActInput, viewer: Viewer): Promise<AbnormalEpisodeView> {
    return this.act(input, { kind: 'NOTICED', at: null }, viewer);
  }

  /** Not so, or not so after all: whatever it cost is given back. @throws Refusal as `act` */
  dismiss(input: AbnormalActInput, viewer: Viewer): Promise<AbnormalEpisodeView> {
    return this.act(input, { kind: 'DISMISSED', at: null }, viewer);
  }

  /** Seen to be still so: points are counted up to then. @throws Refusal as `act` */
  confirm(input: AbnormalTimedActInput, viewer: Viewer): Promise<AbnormalEpisodeView> {
    return this.act(input, { kind: 'CONFIRMED', at: input.at }, viewer);
  }

  /** Put right. @throws Refusal as `act` */
  close(input: AbnormalTimedActInput, viewer: Viewer): Promise<AbnormalEpisodeView> {
    return this.act(input, { kind: 'CLOSED', at: input.at }, viewer);
  }

  /** Names that must not stand in words both sides may read: every team, and every unit it is not about. */
  private async otherNames({ exerciseId, rootId }: AbnormalEpisode): Promise<string[]> {
    const teams = await this.exercises.teamsOf(exerciseId);
    const units = await this.exercises.unitsOf(exerciseId);
    return [...teams, ...units.filter((unit) => unit.rootId !== rootId)].map(({ name }) => name);
  }

  /** @throws Refusal NOT_FOUND, CONFLICT_OF_INTEREST, STALE_VERSION, WRONG_STATE, BAD_INPUT */
  private async act(input: AbnormalActInput, act: Act, viewer: Viewer): Promise<AbnormalEpisodeView> {
    const episode = await this.abnormals.load(input.episodeId);
    requireJudge(viewer, episode.exerciseId);
    const names = await this.otherNames(episode);
    refuseBadInput([
      ...required('reason', input.reason),
      ...(namesOthers(input.reason, names) ? [{ path: 'reason', code: 'NAMES_OTHERS' }] : []),
    ]);
    await this.scoring.prepare(episode.exerciseId);
    const { commandId } = input;
    const kind = `ABNORMAL_${act.kind}`;
    const command = { streamId: episode.exerciseId, kind, commandId, content: input, actor: viewer };
    await this.journal.append(command, async (tx, slot) => {
      const exercise = await this.exercises.byId(episode.exerciseId, tx);
      if (exercise.state === 'DRAFT') throw new Refusal('WRONG_STATE', { state: exercise.state });
      await requireImpartialOn(tx, viewer, [episode.teamId, episode.rootId]);
      const before = await this.abnormals.actsOn([episode.id], tx);
      requireFitting(before, act.kind, input.expectedActId ?? null);
      const statedAt = soundTime(episode, before, { act, slot });
      const scoring = await this.scoring.begin(tx, exercise, slot);
      const row = { id: commandId, exerciseId: exercise.id, seq: slot.seq, episodeId: episode.id, statedAt };
      const words = { reason: input.reason.trim(), refereeId: viewer.userId, recordedAt: slot.recordedAt };
      await tx.insert(AbnormalAct, { ...row, ...words, kind: act.kind });
      const posted = await scoring.post({ abnormals: [episode.id] });
      const sealed = await sealRows(tx, { abnormal_act: commandId });
      const details = { code: episode.code, alsoTold: teamTold(episode, act.kind), sealed, posted };
      const concernsUnit = act.kind === 'NOTICED' || isTold(before);
      return { subjectId: episode.id, partyId: concernsUnit ? episode.rootId : episode.teamId, details };
    });
    return this.abnormals.read(episode.id, viewer);
  }
}

/** The team hears whether its lead was taken up, not how soon the unit put it right. */
function teamTold({ teamId }: AbnormalEpisode, kind: AbnormalActKind): string[] {
  return kind === 'NOTICED' || kind === 'DISMISSED' ? [teamId] : [];
}

/** A referee who does not play. @throws Refusal NOT_FOUND for a stranger, CONFLICT_OF_INTEREST */
function requireJudge(viewer: Viewer, exerciseId: string): void {
  requireGrants(viewer, exerciseId, 'abnormal.judge');
  if (playsIn(viewer, exerciseId)) throw new Refusal('CONFLICT_OF_INTEREST');
}

function requireFitting(before: readonly AbnormalAct[], kind: AbnormalActKind, expectedActId: string | null): void {
  if ((before.at(-1)?.id ?? null) !== expectedActId) throw new Refusal('STALE_VERSION');
  const { state } = abnormalStanding(before);
  if (!mayFollow(state, kind)) throw new Refusal('WRONG_STATE', { state });
}

/** A confirmation lies after the notice, a repair after the evidence, neither in the future. */
function soundTime(
  episode: AbnormalEpisode,
  before: readonly AbnormalAct[],
  { act, slot }: { readonly act: Act; readonly slot: Slot },
): Date {
  if (act.at === null) return slot.recordedAt;
  const noticedAt = abnormalStanding(before).noticedAt ?? episode.evidenceAt.getTime();
  const earliest = act.kind === 'CONFIRMED' ? noticedAt : episode.evidenceAt.getTime();
  const problems: FieldProblem[] = [
    ...(act.at.getTime() < earliest ? [{ path: 'at', code: 'BEFORE_START' }] : []),
    ...(act.at > slot.recordedAt ? [{ path: 'at', code: 'TOO_LATE' }] : []),
  ];
  refuseBadInput(problems);
  return act.at;
}
