import { Injectable } from '@nestjs/common';
import { type Viewer } from '../../core/access/permissions.js';
import { latestEvents, type ScoreEvent } from '../../core/board/board-events.js';
import { accountText, type BoardLine, linesInForce, trendOf } from '../../core/board/history.js';
import { ruleWords } from '../../core/board/rule-words.js';
import { rankAttack, rankDefense, type Standing } from '../../core/board/standings.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { exactText, points } from '../../core/kernel/points.js';
import { foldLedger, type LedgerSums, partyKey } from '../../core/ledger/ledger.js';
import type { Party } from '../../core/scoring/award.js';
import { requireGrants } from '../../platform/access/viewer.js';
import type { Exercise } from '../exercise/exercise.entity.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { PublicSeqService } from '../exercise/public-seq.service.js';
import type { AttackStanding, Audience, Board, BoardEvent, DefenseStanding, TrendPoint } from './board.types.js';
import { BoardSourceService, type BoardSource } from './board-source.service.js';

/** Ranks are compared with those of an hour of exercise time before the latest change. */
const LOOK_BACK_MS = 3_600_000;
/** Points of a trend line: more than its few pixels can show would only cost bytes. */
export const MOST_TREND_POINTS = 40;
const MOST_EVENTS = 12;
/** Boards kept at hand: one per exercise and audience. */
const MOST_BOARDS = 60;

interface Held {
  readonly seq: number;
  readonly board: Promise<Board>;
}

/** Boards: the fold of the ledger as of the last public record, computed once for it and each audience. */
@Injectable()
export class BoardService {
  private readonly held = new Map<string, Held>();

  constructor(
    private readonly exercises: ExerciseService,
    private readonly publicSeq: PublicSeqService,
    private readonly source: BoardSourceService,
  ) {}

  /** The board a viewer may see. @throws Refusal NOT_FOUND for drafts of others and for audiences not one's own */
  async boardFor(exerciseId: string, audience: Audience, viewer: Viewer | null): Promise<Board> {
    await this.requireAudience(exerciseId, audience, viewer);
    return this.board(exerciseId, audience);
  }

  /** @throws Refusal NOT_FOUND */
  async requireAudience(exerciseId: string, audience: Audience, viewer: Viewer | null): Promise<Exercise> {
    if (audience === 'REFEREE') requireGrants(viewer, exerciseId, 'board.judge');
    const exercise = await this.exercises.byId(exerciseId);
    const isMember = viewer?.memberships.some((membership) => membership.exerciseId === exerciseId) ?? false;
    if (exercise.state === 'DRAFT' && !isMember && viewer?.isAdmin !== true) throw new Refusal('NOT_FOUND');
    return exercise;
  }

  /** The board of an audience as of now. Everybody who asks between two records gets the same object. */
  async board(exerciseId: string, audience: Audience): Promise<Board> {
    const key = `${exerciseId}:${audience}`;
    const seq = await this.publicSeq.of(exerciseId);
    const known = this.held.get(key);
    if (known !== undefined && known.seq >= seq) return known.board;
    const board = this.source.read(exerciseId, seq).then((source) => boardOf(source, audience));
    this.held.delete(key);
    this.held.set(key, { seq, board });
    board.catch(() => this.held.delete(key));
    const [oldest] = this.held.keys();
    if (this.held.size > MOST_BOARDS && oldest !== undefined) this.held.delete(oldest);
    return board;
  }
}

/** The board of one audience. PUBLIC learns neither pairs of team and unit nor the rule behind a change. */
function boardOf(source: BoardSource, audience: Audience): Board {
  const { exercise, lines, seq, asOf } = source;
  const inForce = linesInForce(lines);
  const accepted = inForce.filter(({ account, zeroCode }) => account === 'ATTACK' && zeroCode !== 'REJECTED');
  return {
    exerciseId: exercise.id,
    audience,
    asOfSeq: seq,
    asOf,
    isProvisional: exercise.state !== 'ENDED' || inForce.some((line) => line.isProvisional),
    acceptedResults: new Set(accepted.map(({ resultId }) => resultId)).size,
    acceptedNodes: accepted.length,
    attack: attackStandings(source, accepted),
    defense: defenseStandings(source, inForce),
    recent: latestEvents(lines, MOST_EVENTS, audience === 'REFEREE').map((event) => eventView(source, event, audience)),
  };
}

function attackStandings(source: BoardSource, accepted: readonly BoardLine[]): AttackStanding[] {
  const ids = source.teams.map(({ id }) => id);
  const names = new Map(source.teams.map(({ id, name }) => [id, name]));
  const earlier = earlierRanks(source.lines, (sums) => rankAttack(source.rules.attack, ids, sums));
  const results = Map.groupBy(accepted, ({ party }) => party.id);
  return rankAttack(source.rules.attack, ids, foldLedger(source.lines)).map(({ party, rank, text }) => ({
    rank,
    previousRank: earlier.get(party.id) ?? null,
    partyId: party.id,
    name: names.get(party.id) ?? '',
    resultCount: new Set((results.get(party.id) ?? []).map(({ resultId }) => resultId)).size,
    points: text,
    trend: trend(source, party),
  }));
}

function defenseStandings(source: BoardSource, inForce: readonly BoardLine[]): DefenseStanding[] {
  const units = new Map(source.rootUnits.map((unit) => [unit.id, unit]));
  const ids = [...units.keys()];
  const sums = foldLedger(source.lines);
  const earlier = earlierRanks(source.lines, (before) => rankDefense(source.rules.defense, ids, before));
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
      value: text,
      isProvisional: provisional.has(party.id),
      trend: trend(source, party),
    };
  });
}

function trend(source: BoardSource, party: Party): TrendPoint[] {
  const lines = source.linesByParty.get(partyKey(party)) ?? [];
  const rules = party.side === 'ATTACK' ? source.rules.attack : source.rules.defense;
  return trendOf(rules, party, { lines, origin: source.origin, most: MOST_TREND_POINTS });
}

/** Ranks an hour before the latest line; empty when nothing had been posted by then. */
function earlierRanks(lines: readonly BoardLine[], rank: (sums: LedgerSums) => Standing[]): Map<string, number> {
  const until = (lines.at(-1)?.at.getTime() ?? 0) - LOOK_BACK_MS;
  const earlier = lines.filter(({ at }) => at.getTime() <= until);
  if (earlier.length === 0) return new Map();
  return new Map(rank(foldLedger(earlier)).map((standing) => [standing.party.id, standing.rank]));
}

function eventView(source: BoardSource, event: ScoreEvent, audience: Audience): BoardEvent {
  const { seq, at, party, account, counterpart } = event;
  const isTold = audience === 'REFEREE';
  return {
    seq,
    at,
    side: party.side,
    partyId: party.id,
    partyName: source.names.get(party.id) ?? '',
    amount: exactText(event.amount),
    account,
    counterpartName: isTold && counterpart !== null ? (source.names.get(counterpart.id) ?? null) : null,
    ruleTitle: isTold ? ruleWords(source.rules, event).title : null,
  };
}

/** Deductions and penalties are booked negative and shown positive. */
function positive(text: string): string {
  return exactText(points(text).neg());
}
