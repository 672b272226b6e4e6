import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource, type EntityManager, In } from 'typeorm';
import { grantsIn, playsIn, seesBothSides, type Viewer } from '../../core/access/permissions.js';
import { Refusal } from '../../core/kernel/refusal.js';
import type { AbnormalDefenseRule } from '../../core/ruleset/defense-rules.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { Clock } from '../../platform/clock/clock.js';
import { AbnormalAct } from '../adjudication/abnormal-act.entity.js';
import { AbnormalEpisode } from '../adjudication/abnormal-episode.entity.js';
import type { Exercise } from '../exercise/exercise.entity.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { IdentityService } from '../identity/identity.service.js';
import { LedgerService } from '../ledger/ledger.service.js';
import { RuleSetService } from '../ruleset/ruleset.service.js';
import type { AbnormalDesk, AbnormalEpisodeView } from './abnormal.types.js';
import { type AbnormalSight, abnormalView, isTold } from './abnormal.view.js';

/** The pinned rule, and who acted: what episodes are shown with. */
@Injectable()
export class AbnormalSources {
  constructor(
    readonly ruleSets: RuleSetService,
    readonly ledger: LedgerService,
    readonly identity: IdentityService,
  ) {}
}

/** Reads of leads on abnormal defence. Inside a transaction pass its manager. */
@Injectable()
export class AbnormalService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly exercises: ExerciseService,
    private readonly sources: AbnormalSources,
  ) {}

  /** What the viewer may know of the exercise's episodes. @throws Refusal NOT_FOUND */
  async desk(exerciseId: string, viewer: Viewer | null): Promise<AbnormalDesk> {
    requireGrants(viewer, exerciseId, 'abnormal.read');
    const exercise = await this.exercises.byId(exerciseId);
    const rule = await this.ruleOf(exercise);
    const { manager } = this.dataSource;
    const all = await manager.find(AbnormalEpisode, { where: { exerciseId }, order: { receiptSeq: 'DESC' } });
    const isReporter = grantsIn(viewer, exerciseId, 'abnormal.report').length > 0;
    return {
      isCharged: rule !== null,
      clause: rule?.clause ?? null,
      graceMinutes: rule?.graceMinutes ?? null,
      mayReport: isReporter && rule !== null && exercise.state === 'LIVE',
      episodes: (await this.views(all, rule, viewer)).sort((a, b) => urgency(a) - urgency(b)),
    };
  }

  /** One episode. @throws Refusal NOT_FOUND for unknown and foreign ones alike */
  async read(id: string, viewer: Viewer | null): Promise<AbnormalEpisodeView> {
    const episode = await this.load(id);
    const rule = await this.ruleOf(await this.exercises.byId(episode.exerciseId));
    const [view] = await this.views([episode], rule, viewer);
    if (view === undefined) throw new Refusal('NOT_FOUND');
    return view;
  }

  /** An episode, whoever asks. @throws Refusal NOT_FOUND */
  async load(id: string, tx: EntityManager = this.dataSource.manager): Promise<AbnormalEpisode> {
    const episode = isUUID(id) ? await tx.findOneBy(AbnormalEpisode, { id }) : null;
    if (episode === null) throw new Refusal('NOT_FOUND');
    return episode;
  }

  /** The acts on these episodes, oldest first. */
  async actsOn(episodeIds: readonly string[], tx: EntityManager = this.dataSource.manager): Promise<AbnormalAct[]> {
    if (episodeIds.length === 0) return [];
    return tx.find(AbnormalAct, { where: { episodeId: In([...episodeIds]) }, order: { seq: 'ASC' } });
  }

  /** The clock of the pinned defence rules; null where abnormal defence costs nothing. */
  async ruleOf(exercise: Exercise): Promise<AbnormalDefenseRule | null> {
    const { defense } = await this.sources.ruleSets.byHash(exercise.defenseRuleSetHash);
    return defense?.abnormal ?? null;
  }

  private async views(
    episodes: readonly AbnormalEpisode[],
    rule: AbnormalDefenseRule | null,
    viewer: Viewer | null,
  ): Promise<AbnormalEpisodeView[]> {
    const ids = episodes.map(({ id }) => id);
    const acts = Map.groupBy(await this.actsOn(ids), ({ episodeId }) => episodeId);
    const lines = Map.groupBy(await this.sources.ledger.inForceBySource(ids), ({ sourceId }) => sourceId);
    const referees = await this.sources.identity.byIds([...acts.values()].flat().map(({ refereeId }) => refereeId));
    const names = new Map(referees.map(({ id, displayName }) => [id, displayName]));
    return episodes.flatMap((episode) => {
      const own = acts.get(episode.id) ?? [];
      const sight = sightOf(episode, own, viewer);
      if (sight === null) return [];
      const shared = { now: this.clock.now(), mayJudge: mayJudge(episode, viewer), rule, names };
      return [abnormalView(episode, { ...shared, sight, acts: own, lines: lines.get(episode.id) ?? [] })];
    });
  }
}

/** How the viewer sees an episode; null = not at all. */
function sightOf(
  { exerciseId, teamId, rootId }: AbnormalEpisode,
  acts: readonly AbnormalAct[],
  viewer: Viewer | null,
): AbnormalSight | null {
  if (seesBothSides(viewer, exerciseId)) return 'FULL';
  const grants = grantsIn(viewer, exerciseId, 'abnormal.read');
  if (grants.some((grant) => grant.teamId === teamId)) return 'TEAM';
  return grants.some((grant) => grant.unitId === rootId) && isTold(acts) ? 'UNIT' : null;
}

function mayJudge({ exerciseId }: AbnormalEpisode, viewer: Viewer | null): boolean {
  if (viewer === null || playsIn(viewer, exerciseId)) return false;
  return grantsIn(viewer, exerciseId, 'abnormal.judge').length > 0;
}

/** Leads to be verified first, then running clocks, then what is over. */
function urgency({ state }: AbnormalEpisodeView): number {
  return ['REPORTED', 'NOTICED', 'CLOSED', 'DISMISSED'].indexOf(state);
}
