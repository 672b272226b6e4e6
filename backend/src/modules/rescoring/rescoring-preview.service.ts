import { Injectable } from '@nestjs/common';
import { ruleWords } from '../../core/board/rule-words.js';
import { exactText, points } from '../../core/kernel/points.js';
import type { LineChange, LineState, PartyChange } from '../../core/rescoring/compare.js';
import type { Account } from '../../core/scoring/award.js';
import type { PinnedRules } from '../../core/scoring/compute-awards.js';
import { stepView } from '../../platform/graphql/shared.types.js';
import { DecisionService, type ScoredSource } from '../adjudication/decision.service.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { noticeParams } from '../notice/notice.entity.js';
import { ChangeService } from './change.service.js';
import { type ComparedRules, ComparisonService } from './comparison.service.js';
import { RescoringNoticesService, type ToldParty } from './rescoring-notices.service.js';
import { RescoringService } from './rescoring.service.js';
import type { RescoringSet } from './rescoring-set.entity.js';
import type {
  PlannedNotice,
  RescoredLine,
  RescoringEntry,
  RescoringParty,
  RescoringPreview,
} from './rescoring.types.js';

const ACCOUNTS: Readonly<Record<'ATTACK' | 'DEFENSE', readonly Account[]>> = {
  ATTACK: ['ATTACK'],
  DEFENSE: ['DEDUCTION', 'RECOVERY', 'BONUS', 'PENALTY', 'DRILL'],
};

/** Names of parties, and how many people stand behind each. */
interface Parties {
  readonly names: ReadonlyMap<string, string>;
  readonly people: ReadonlyMap<string, number>;
}

/** Differences in the words of the rules, as a page shows them. */
@Injectable()
export class RescoringPreviewService {
  constructor(
    private readonly exercises: ExerciseService,
    private readonly sets: RescoringService,
    private readonly changes: ChangeService,
    private readonly comparisons: ComparisonService,
    private readonly decisions: DecisionService,
    private readonly planning: RescoringNoticesService,
  ) {}

  /** What the set would do, or did; null for one that was taken back. */
  async of(set: RescoringSet): Promise<RescoringPreview | null> {
    if (set.state === 'CANCELLED') return null;
    return set.settledSeq === null ? this.planned(set) : this.done(set, set.settledSeq);
  }

  private async planned(set: RescoringSet): Promise<RescoringPreview> {
    const exercise = await this.exercises.byId(set.exerciseId);
    const obstacle = await this.changes.obstacle(set, exercise);
    const asOfSeq = await this.exercises.headSeq(set.exerciseId);
    const compared = await this.comparisons.planned(set, asOfSeq + 1);
    const notices = await this.planning.planned(set, compared.comparison, compared);
    return {
      ...(await this.view(set, compared, notices)),
      asOfSeq,
      obstacle,
      conflicts: await this.sets.conflicts(set),
    };
  }

  private async done(set: RescoringSet, seq: number): Promise<RescoringPreview> {
    const compared = await this.comparisons.done(set, seq);
    const notices = await this.planning.given(set, compared.comparison);
    return { ...(await this.view(set, compared, notices)), asOfSeq: seq, obstacle: null, conflicts: [] };
  }

  private async view(
    set: RescoringSet,
    compared: ComparedRules,
    notices: readonly ToldParty[],
  ): Promise<Omit<RescoringPreview, 'asOfSeq' | 'obstacle' | 'conflicts'>> {
    const { lines, parties, reversals, postings, hash } = compared.comparison;
    const known = await this.partiesOf(set.exerciseId);
    const sources = await this.decisions.sources([...new Set(lines.map(({ source }) => source.id))]);
    return {
      previewHash: hash,
      reversals,
      postings,
      dropped: lines.filter(({ after }) => after === null).length,
      entries: lines.map((line) => entryView(line, compared, { set, known, source: sources.get(line.source.id) })),
      parties: parties.map((change) => partyView(change, known)),
      notices: notices.map((notice) => noticeView(notice, known)),
    };
  }

  private async partiesOf(exerciseId: string): Promise<Parties> {
    const teams = await this.exercises.teamsOf(exerciseId);
    const units = await this.exercises.unitsOf(exerciseId);
    const members = await this.exercises.membersOf(exerciseId);
    const byParty = Map.groupBy(members, ({ teamId, unitId }) => teamId ?? unitId ?? '');
    return {
      names: new Map([...teams, ...units].map(({ id, name }) => [id, name])),
      people: new Map([...byParty].map(([id, own]) => [id, new Set(own.map(({ userId }) => userId)).size])),
    };
  }
}

function entryView(
  line: LineChange,
  { before, after }: ComparedRules,
  about: { set: RescoringSet; known: Parties; source: ScoredSource | undefined },
): RescoringEntry {
  const { party, account, source } = line;
  const { code, ordinal, title } = about.source ?? sourceToCome(about.set, source.id);
  return {
    side: party.side,
    partyId: party.id,
    partyName: about.known.names.get(party.id) ?? '',
    account,
    sourceKind: source.kind,
    sourceId: source.id,
    resultId: source.resultId,
    code,
    ordinal,
    title,
    before: line.before === null ? null : lineView(line, line.before, before),
    after: line.after === null ? null : lineView(line, line.after, after),
    difference: exactText(line.difference),
  };
}

/** The line of an adjustment that is only proposed has no row behind it yet: it is the set itself. */
function sourceToCome(set: RescoringSet, sourceId: string): Pick<ScoredSource, 'code' | 'ordinal' | 'title'> {
  const isOwn = sourceId === set.id;
  return { code: isOwn ? set.code : '', ordinal: null, title: isOwn ? set.publicReason : '' };
}

function lineView({ account }: LineChange, state: LineState, rules: PinnedRules): RescoredLine {
  const words = ruleWords(rules, { account, ruleKey: state.ruleKey });
  return {
    amount: exactText(state.amount),
    ruleTitle: words.title,
    ruleRow: words.row,
    steps: state.steps.map(stepView),
    zeroReason: state.zeroReason === null ? null : stepView(state.zeroReason),
    isProvisional: state.isProvisional,
  };
}

function partyView({ party, before, after, hasChangedLines }: PartyChange, known: Parties): RescoringParty {
  return {
    side: party.side,
    partyId: party.id,
    name: known.names.get(party.id) ?? '',
    valueBefore: before.value,
    valueAfter: after.value,
    rankBefore: before.rank,
    rankAfter: after.rank,
    difference: exactText(points(after.value).sub(points(before.value))),
    accounts: ACCOUNTS[party.side].map((account) => {
      return { account, before: exactText(before.accounts[account]), after: exactText(after.accounts[account]) };
    }),
    hasChangedLines,
    isProvisional: after.isProvisional,
  };
}

function noticeView({ party, code, params }: ToldParty, known: Parties): PlannedNotice {
  return {
    side: party.side,
    partyId: party.id,
    partyName: known.names.get(party.id) ?? '',
    code,
    params: noticeParams(params),
    people: known.people.get(party.id) ?? 0,
  };
}
