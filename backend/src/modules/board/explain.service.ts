import { Injectable } from '@nestjs/common';
import { grantsIn, seesBothSides, type Viewer } from '../../core/access/permissions.js';
import { type BoardLine, linesInForce, type Sample, stepsOf, valueOf } from '../../core/board/history.js';
import { ruleWords, VARIABLE_LABELS } from '../../core/board/rule-words.js';
import { rankAttack, rankDefense, type Standing } from '../../core/board/standings.js';
import type { Sight } from '../../core/board/visible-steps.js';
import { exactText, sum } from '../../core/kernel/points.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { foldLedger, partyKey } from '../../core/ledger/ledger.js';
import type { RuleSet } from '../../core/ruleset/rule-set.js';
import type { StandingsRule } from '../../core/ruleset/standings-rule.js';
import type { Party } from '../../core/scoring/award.js';
import { CapUsageService } from '../adjudication/cap-usage.service.js';
import { PublicSeqService } from '../exercise/public-seq.service.js';
import { evaluatedNodes } from '../ruleset/formula.view.js';
import { ruleSetView } from '../ruleset/rule-set.view.js';
import type { RuleFormula } from '../ruleset/rule-set.types.js';
import { BoardService } from './board.service.js';
import { publicTimes } from './board-times.js';
import { type BoardSource, BoardSourceService } from './board-source.service.js';
import { ExplainedLinesService } from './explained-lines.service.js';
import type { AccountTotal, ExplainArgs, HistoryPoint, ScoreExplanation } from './explain.types.js';

type Behind = Pick<ScoreExplanation, 'asOfSeq' | 'asOf' | 'lines' | 'history' | 'caps'>;

/** Explains one party's value: formula, figures, lines, history, each reader as far as he may see. */
@Injectable()
export class ExplainService {
  constructor(
    private readonly publicSeq: PublicSeqService,
    private readonly boards: BoardService,
    private readonly source: BoardSourceService,
    private readonly explained: ExplainedLinesService,
    private readonly caps: CapUsageService,
  ) {}

  /** @throws Refusal NOT_FOUND for an unknown party or an exercise the viewer may not know */
  async explain({ exerciseId, side, partyId }: ExplainArgs, viewer: Viewer | null): Promise<ScoreExplanation> {
    await this.boards.requireAudience(exerciseId, 'PUBLIC', viewer);
    const source = await this.source.read(exerciseId, await this.publicSeq.of(exerciseId));
    const party: Party = { side, id: partyId };
    const standings = standingsOf(source, side);
    const standing = standings.find((candidate) => candidate.party.id === partyId);
    if (standing === undefined) throw new Refusal('NOT_FOUND');
    const sight = sightOf(viewer, exerciseId, party);
    const rules = side === 'ATTACK' ? source.rules.attack : source.rules.defense;
    const lines = source.linesByParty.get(partyKey(party)) ?? [];
    return {
      ...(await this.behind(source, party, sight)),
      side,
      partyId,
      partyName: source.names.get(partyId) ?? '',
      sight,
      value: standing.text,
      baseline: baselineOf(rules, party),
      isProvisional: linesInForce(lines).some(({ isProvisional }) => isProvisional),
      rank: standing.rank,
      of: standings.length,
      edition: source.edition,
      ruleSet: ruleSetView(rules),
      formula: formulaOf(rules, standing),
      variables: Object.entries(standing.parts).map(([name, value]) => {
        return { name, value, label: VARIABLE_LABELS[name] ?? { zh: name, en: name } };
      }),
      accounts: accountTotals(lines),
    };
  }

  /** What lies behind a value: for outsiders nothing from which it follows who met whom. */
  private async behind(source: BoardSource, party: Party, sight: Sight): Promise<Behind> {
    if (sight === 'OPEN') {
      const { asOf, trendOf } = publicTimes(source);
      return { asOfSeq: null, asOf, lines: [], history: sampled(trendOf(party)), caps: [] };
    }
    return {
      asOfSeq: source.seq,
      asOf: source.asOf,
      lines: await this.explained.linesOf(source, party, sight),
      history: historyOf(source, party),
      caps: party.side === 'ATTACK' ? await this.caps.ofTeams(source.exercise.id, [party.id]) : [],
    };
  }
}

function standingsOf(source: BoardSource, side: Party['side']): Standing[] {
  const sums = foldLedger(source.lines);
  if (side === 'ATTACK')
    return rankAttack(
      source.rules.attack,
      source.teams.map(({ id }) => id),
      sums,
    );
  return rankDefense(
    source.rules.defense,
    source.rootUnits.map(({ id }) => id),
    sums,
  );
}

/** How much of a party's explanation the viewer may see. */
function sightOf(viewer: Viewer | null, exerciseId: string, party: Party): Sight {
  if (seesBothSides(viewer, exerciseId)) return 'FULL';
  const permission = party.side === 'ATTACK' ? 'submission.file' : 'incident.file';
  const isOwn = grantsIn(viewer, exerciseId, permission).some(
    ({ teamId, unitId }) => (party.side === 'ATTACK' ? teamId : unitId) === party.id,
  );
  return isOwn ? 'OWN' : 'OPEN';
}

/** The formula that was used, every node with its value. */
function formulaOf(rules: RuleSet, { party, formula, explanation }: Standing): RuleFormula {
  const side = party.side === 'ATTACK' ? 'attack' : 'defense';
  const rule = rules[side]?.standings;
  const when = rule === undefined ? 'normal' : caseOf(rule, formula);
  const title = rule?.title ?? { zh: '', en: '' };
  const nodes = evaluatedNodes(explanation).map((node) => {
    return node.name === null ? node : { ...node, label: VARIABLE_LABELS[node.name] ?? null };
  });
  return { key: `${side}:${when}`, when, title, expression: formula, nodes };
}

/** `normal`, or the variable whose zero made the other formula apply. */
function caseOf({ formula, whenZero }: StandingsRule, used: string): string {
  return whenZero !== null && formula.text !== used ? whenZero.variable : 'normal';
}

/** The value of who lost nothing, where the rules have a formula for that. */
function baselineOf(rules: RuleSet, party: Party): string | null {
  const rule = rules[party.side === 'ATTACK' ? 'attack' : 'defense']?.standings;
  return rule === undefined || rule.whenZero === null ? null : valueOf(rules, party, new Map());
}

/** What each account comes to, and of how many lines; accounts without lines are left out. */
function accountTotals(lines: readonly BoardLine[]): AccountTotal[] {
  const scored = linesInForce(lines).filter(({ amount }) => amount.n !== 0n);
  return [...Map.groupBy(scored, ({ account }) => account)].map(([account, own]) => {
    return { account, total: exactText(sum(own.map(({ amount }) => amount))), lines: own.length };
  });
}

/** What an outsider sees of a history: values, no acts. */
function sampled(samples: readonly Sample[]): HistoryPoint[] {
  return samples.map(({ at, value }) => ({ seq: null, at, value, account: null, amount: null, label: null }));
}

function historyOf(source: BoardSource, party: Party): HistoryPoint[] {
  const account = party.side === 'ATTACK' ? 'ATTACK' : 'DEDUCTION';
  const rules = party.side === 'ATTACK' ? source.rules.attack : source.rules.defense;
  const steps = stepsOf(rules, party, source.linesByParty.get(partyKey(party)) ?? []);
  const label = { zh: '开战', en: 'Start' };
  const start = {
    seq: 0,
    at: source.origin.at,
    value: valueOf(rules, party, new Map()),
    account,
    amount: '0',
    label,
  } as const;
  return [
    start,
    ...steps.map((step) => {
      const { seq, at, value } = step;
      const amount = exactText(step.amount);
      return { seq, at, value, account: step.account, amount, label: ruleWords(source.rules, step).title };
    }),
  ];
}
