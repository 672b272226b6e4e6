import { latestEvents, latestRises, type Rise, type ScoreEvent } from '../../core/board/board-events.js';
import { accountText, type BoardLine, linesInForce } from '../../core/board/history.js';
import { ruleWords } from '../../core/board/rule-words.js';
import { rankAttack, rankDefense, type Standing } from '../../core/board/standings.js';
import { hasEnded } from '../../core/exercise/states.js';
import { exactText, points } from '../../core/kernel/points.js';
import { foldLedger, type LedgerSums } from '../../core/ledger/ledger.js';
import type { BoardSource } from './board-source.service.js';
import { type BoardTimes, fullTimes, publicTimes } from './board-times.js';
import type { AttackStanding, Audience, Board, BoardEvent, DefenseStanding } from './board.types.js';

const MOST_EVENTS = 12;

/** The board of one audience. PUBLIC learns neither pairs of team and unit nor anything from which they follow. */
export function boardOf(source: BoardSource, audience: Audience): Board {
  const { exercise, edition, lines, seq } = source;
  const isOpen = audience === 'PUBLIC';
  const times = isOpen ? publicTimes(source) : fullTimes(source);
  const inForce = linesInForce(lines);
  const accepted = inForce.filter(isAccepted);
  const attack = attackStandings(source, times, accepted);
  const defense = defenseStandings(source, times, inForce);
  return {
    exerciseId: exercise.id,
    audience,
    edition,
    asOfSeq: isOpen ? null : seq,
    asOf: times.asOf,
    isProvisional: !hasEnded(exercise.state) || inForce.some((line) => line.isProvisional),
    acceptedResults: new Set(accepted.map(({ resultId }) => resultId)).size,
    acceptedNodes: accepted.length,
    attack,
    defense,
    recent: isOpen
      ? risesOf(attack, defense)
      : latestEvents(lines, MOST_EVENTS).map((event) => eventView(source, event)),
  };
}

/** A node that stands; points given by hand are no result. */
function isAccepted({ account, zeroCode, resultId }: BoardLine): boolean {
  return account === 'ATTACK' && zeroCode !== 'REJECTED' && resultId !== null;
}

function attackStandings(source: BoardSource, times: BoardTimes, accepted: readonly BoardLine[]): AttackStanding[] {
  const ids = source.teams.map(({ id }) => id);
  const names = new Map(source.teams.map(({ id, name }) => [id, name]));
  const earlier = earlierRanks(source, times, (sums) => rankAttack(source.rules.attack, ids, sums));
  const results = Map.groupBy(accepted, ({ party }) => party.id);
  return rankAttack(source.rules.attack, ids, foldLedger(source.lines)).map(({ party, rank, text }) => ({
    rank,
    previousRank: earlier.get(party.id) ?? null,
    partyId: party.id,
    name: names.get(party.id) ?? '',
    resultCount: new Set((results.get(party.id) ?? []).map(({ resultId }) => resultId)).size,
    points: text,
    trend: times.trendOf(party),
  }));
}

function defenseStandings(source: BoardSource, times: BoardTimes, inForce: readonly BoardLine[]): DefenseStanding[] {
  const units = new Map(source.rootUnits.map((unit) => [unit.id, unit]));
  const ids = [...units.keys()];
  const sums = foldLedger(source.lines);
  const earlier = earlierRanks(source, times, (before) => rankDefense(source.rules.defense, ids, before));
  const provisional = new Set(inForce.filter(({ isProvisional }) => isProvisional).map(({ party }) => party.id));
  return rankDefense(source.rules.defense, ids, sums).map(({ party, rank, text }) => {
    const unit = units.get(party.id);
    return {
      rank,
      previousRank: earlier.get(party.id) ?? null,
      partyId: party.id,
      name: unit?.name ?? '',
      industry: unit?.industry ?? '',
      isKeyUnit: unit?.isKeyUnit ?? false,
      deduction: positive(accountText(sums, party, 'DEDUCTION')),
      recovered: accountText(sums, party, 'RECOVERY'),
      bonus: accountText(sums, party, 'BONUS'),
      penalty: positive(accountText(sums, party, 'PENALTY')),
      drill: accountText(sums, party, 'DRILL'),
      value: text,
      isProvisional: provisional.has(party.id),
      trend: times.trendOf(party),
    };
  });
}

/** Ranks about an hour earlier; empty when nothing had been posted by then. */
function earlierRanks(
  { lines }: BoardSource,
  { before }: BoardTimes,
  rank: (sums: LedgerSums) => Standing[],
): Map<string, number> {
  const earlier = before === null ? [] : lines.filter(({ at }) => at < before);
  if (earlier.length === 0) return new Map();
  return new Map(rank(foldLedger(earlier)).map((standing) => [standing.party.id, standing.rank]));
}

function eventView(source: BoardSource, event: ScoreEvent): BoardEvent {
  const { seq, at, party, account, counterpart } = event;
  return {
    seq,
    since: null,
    at,
    side: party.side,
    partyId: party.id,
    partyName: source.names.get(party.id) ?? '',
    amount: exactText(event.amount),
    account,
    counterpartName: counterpart === null ? null : (source.names.get(counterpart.id) ?? null),
    ruleTitle: ruleWords(source.rules, event).title,
  };
}

/** Each span's gains, teams before units, each in the order of the board. */
function risesOf(attack: readonly AttackStanding[], defense: readonly DefenseStanding[]): BoardEvent[] {
  const names = new Map([...attack, ...defense].map(({ partyId, name }) => [partyId, name]));
  const teams = attack.map(({ partyId: id, trend }) => ({ party: { side: 'ATTACK' as const, id }, samples: trend }));
  const units = defense.map(({ partyId: id, trend }) => ({ party: { side: 'DEFENSE' as const, id }, samples: trend }));
  return latestRises([...teams, ...units], MOST_EVENTS).map((rise) => riseView(rise, names));
}

function riseView({ party, since, at, amount }: Rise, names: ReadonlyMap<string, string>): BoardEvent {
  return {
    seq: null,
    since,
    at,
    side: party.side,
    partyId: party.id,
    partyName: names.get(party.id) ?? '',
    amount: exactText(amount),
    account: party.side === 'ATTACK' ? 'ATTACK' : null,
    counterpartName: null,
    ruleTitle: null,
  };
}

/** Deductions and penalties are booked negative and shown positive. */
function positive(text: string): string {
  return exactText(points(text).neg());
}
