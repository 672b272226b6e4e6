import { Injectable } from '@nestjs/common';
import { grantsIn, seesBothSides, type Viewer } from '../../core/access/permissions.js';
import {
  type Agreement,
  agreeOnRulings,
  agreeOnSheets,
  type SheetDraft,
  sheetTotal,
} from '../../core/adjudication/agreement.js';
import { isOpinionShown, isRoundIn, openRound, panelState, ROUNDS } from '../../core/adjudication/agreement-state.js';
import type { RulingDraft } from '../../core/adjudication/ruling.js';
import { exactText } from '../../core/kernel/points.js';
import type { DefenseRules } from '../../core/ruleset/defense-rules.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { IdentityService } from '../identity/identity.service.js';
import { PolicyService } from '../policy/policy.service.js';
import { isRecused } from './judging.rights.js';
import { OpinionPanels, type Sitting } from './opinion-panels.service.js';
import type { Opinion, OpinionContent } from './opinion.entity.js';
import type { OpinionView, Panel } from './opinion.types.js';
import { defenseRules, ScoringService } from './scoring.service.js';

/** A node or incident as a panel looks at it. */
export interface Viewed {
  readonly exerciseId: string;
  readonly id: string;
  readonly itemId: string;
  /** What is marked once may be marked anew; a verdict is changed by a reviewed set only. */
  readonly isRepeatable: boolean;
  /** Decisions on it, oldest first. */
  readonly decisions: readonly { readonly id: string; readonly opinionIds: readonly string[] }[];
}

interface Reading {
  readonly sitting: Sitting;
  readonly shown: readonly Opinion[];
  readonly contents: ReadonlyMap<string, OpinionContent>;
  readonly viewer: Viewer;
  readonly exerciseId: string;
}

/** What a reader may know of opinions: the one place that decides it, through `isOpinionShown`. */
@Injectable()
export class OpinionViews {
  constructor(
    private readonly panels: OpinionPanels,
    private readonly policies: PolicyService,
    private readonly exercises: ExerciseService,
    private readonly scoring: ScoringService,
    private readonly identity: IdentityService,
  ) {}

  /** The panel on a node or incident; null where one referee judges, and for everybody who does not. */
  async panel(of: Viewed, viewer: Viewer | null): Promise<Panel | null> {
    if (viewer === null || !seesBothSides(viewer, of.exerciseId)) return null;
    const all = await this.panels.ofSubjects([of.id]);
    const sitting = await this.latest(of, all);
    if (sitting === null) return null;
    const isDirecting = grantsIn(viewer, of.exerciseId, 'statistics.read').length > 0;
    const reader = { userId: viewer.userId, isDirecting };
    const shown = sitting.opinions.filter((opinion) => isOpinionShown(sitting, opinion, reader));
    const contents = await this.panels.contentsOf(shown.map(({ id }) => id));
    return this.view({ sitting, shown, contents, viewer, exerciseId: of.exerciseId });
  }

  /** The sitting under way, else the one the decision in force came from, else an empty one where several judge. */
  private async latest(
    { exerciseId, itemId, decisions, isRepeatable }: Viewed,
    all: readonly Opinion[],
  ): Promise<Sitting | null> {
    const standing = decisions.at(-1)?.id ?? null;
    const open = all.filter(({ replacesId }) => replacesId === standing);
    if (open[0] !== undefined) return { seats: open[0].seats, opinions: open, isSettled: false };
    const own = decisions.findLast(({ opinionIds }) => opinionIds.length > 0);
    const settled = all.find(({ id }) => own?.opinionIds.includes(id));
    if (settled !== undefined) {
      const opinions = all.filter(({ replacesId }) => replacesId === settled.replacesId);
      return { seats: settled.seats, opinions, isSettled: true };
    }
    if (decisions.length > 0 && !isRepeatable) return null;
    await this.panels.prepare(exerciseId);
    const seats = await this.panels.seatsOf(itemId);
    return seats < 2 ? null : { seats, opinions: [], isSettled: false };
  }

  private async view(reading: Reading): Promise<Panel> {
    const { sitting, viewer, exerciseId } = reading;
    const { open, round, ofRound, own } = placeIn(sitting, viewer);
    const hasMine = own.some((opinion) => opinion.round === round);
    const state = panelState(sitting);
    const { isChief, isReferee } = rolesOf(viewer, exerciseId);
    const isSeated = isReferee && !isChief && (open === 1 || own.length > 0);
    return {
      seats: sitting.seats,
      state,
      round,
      given: ofRound.length,
      hasMine,
      mayGive: isSeated && open !== null && !hasMine,
      mayDecide: isChief && own.length === 0 && (state === 'RECONCILIATION' || state === 'CHIEF'),
      ...(await this.said(reading)),
    };
  }

  private async said(reading: Reading): Promise<Pick<Panel, 'opinions' | 'differing'>> {
    const { sitting, shown, contents, viewer, exerciseId } = reading;
    if (shown.length === 0) return { opinions: [], differing: [] };
    const exercise = await this.exercises.byId(exerciseId);
    const isSheets = sitting.opinions[0]?.subjectKind === 'INCIDENT';
    const rules = isSheets ? defenseRules(await this.scoring.rulesOf(exercise)) : null;
    const people = await this.identity.byIds(shown.map(({ refereeId }) => refereeId));
    const names = new Map(people.map(({ id, displayName }) => [id, displayName]));
    const opinions = shown.flatMap((opinion): OpinionView[] => {
      const content = contents.get(opinion.id)?.content;
      if (content === undefined) return [];
      const { id, round, seq, recordedAt, refereeId } = opinion;
      const about = { id, round, seq, recordedAt, refereeName: names.get(refereeId) ?? '' };
      return [{ ...about, isMine: refereeId === viewer.userId, ...wordsOf(content, rules) }];
    });
    return { opinions, differing: await this.differing(reading, rules) };
  }

  /** In what the last round that is in is apart; nothing for whoever may not know all of it. */
  private async differing(
    { sitting, shown, contents, exerciseId }: Reading,
    rules: DefenseRules | null,
  ): Promise<readonly string[]> {
    const last = Array.from({ length: ROUNDS }, (_, index) => index + 1).findLast((round) => isRoundIn(sitting, round));
    const ofRound = sitting.opinions.filter(({ round }) => round === last);
    if (last === undefined || ofRound.some((opinion) => !shown.includes(opinion))) return [];
    const terms = await this.policies.inForce(exerciseId);
    const drafts = ofRound.flatMap(({ id }) => contents.get(id)?.content ?? []);
    const agreement: Agreement<unknown> =
      rules === null
        ? agreeOnRulings(drafts as RulingDraft[], terms)
        : agreeOnSheets(rules, drafts as SheetDraft[], terms);
    return agreement.differing;
  }
}

/** The round that is open or was last, and the viewer's part in the sitting. */
function placeIn(sitting: Sitting, { userId }: Viewer) {
  const { opinions } = sitting;
  // Where a decided thing may be judged anew the next opinion is the first of another sitting.
  if (sitting.isSettled && opinions[0]?.subjectKind === 'INCIDENT') {
    return { open: 1, round: 1, ofRound: [], own: [] as readonly Opinion[] };
  }
  const open = openRound(sitting);
  const round = open ?? Math.max(1, ...opinions.map((opinion) => opinion.round));
  const ofRound = opinions.filter((opinion) => opinion.round === round);
  return { open, round, ofRound, own: opinions.filter(({ refereeId }) => refereeId === userId) };
}

function rolesOf(viewer: Viewer, exerciseId: string): { readonly isChief: boolean; readonly isReferee: boolean } {
  const isFree = !isRecused(viewer, exerciseId);
  const may = (permission: 'panel.decide' | 'verdict.record') => grantsIn(viewer, exerciseId, permission).length > 0;
  return { isChief: isFree && may('panel.decide'), isReferee: isFree && may('verdict.record') };
}

function wordsOf(content: RulingDraft | SheetDraft, rules: DefenseRules | null) {
  if ('marks' in content) {
    const total = rules === null ? null : exactText(sheetTotal(rules, content));
    return { reason: content.comment, ruling: null, marks: content.marks, total };
  }
  const { reason, measures, ...ruling } = content;
  const figures = Object.entries(measures).map(([name, value]) => ({ name, value }));
  return { reason, ruling: { ...ruling, measures: figures }, marks: null, total: null };
}
