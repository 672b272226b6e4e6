import { Injectable } from '@nestjs/common';
import { ruleWords } from '../../core/board/rule-words.js';
import { type Sight, visibleStep } from '../../core/board/visible-steps.js';
import type { Party } from '../../core/scoring/award.js';
import { stepView } from '../../platform/graphql/shared.types.js';
import { type Decision, DecisionService, type ScoredSource } from '../adjudication/decision.service.js';
import type { Evidence } from '../evidence/evidence.entity.js';
import { EvidenceService } from '../evidence/evidence.service.js';
import { IdentityService } from '../identity/identity.service.js';
import { LedgerService, linesInForce } from '../ledger/ledger.service.js';
import type { ScoreEntry } from '../ledger/score-entry.entity.js';
import type { BoardSource } from './board-source.service.js';
import type { ExplainedLine } from './explain.types.js';

/** What lies behind the lines, as far as the reader may see. */
interface Background {
  readonly source: BoardSource;
  readonly sight: Sight;
  readonly decisions: ReadonlyMap<string, readonly Decision[]>;
  readonly sources: ReadonlyMap<string, ScoredSource>;
  readonly referees: ReadonlyMap<string, string>;
  readonly evidence: ReadonlyMap<string, Evidence>;
}

/** The ledger lines of one party with what each is for. */
@Injectable()
export class ExplainedLinesService {
  constructor(
    private readonly ledger: LedgerService,
    private readonly decisions: DecisionService,
    private readonly identity: IdentityService,
    private readonly evidence: EvidenceService,
  ) {}

  /** All lines in order, reversals and reversed ones included. */
  async linesOf(source: BoardSource, party: Party, sight: Sight): Promise<ExplainedLine[]> {
    const all = await this.ledger.entriesOfParty(source.exercise.id, party.id);
    const entries = all.filter(({ seq }) => seq <= source.seq);
    const background = await this.backgroundOf(entries, source, sight);
    const inForce = new Set(linesInForce(entries).map(({ id }) => id));
    return entries.map((entry) => explainedLine(entry, inForce.has(entry.id), background));
  }

  private async backgroundOf(entries: readonly ScoreEntry[], source: BoardSource, sight: Sight): Promise<Background> {
    const ids = [...new Set(entries.map(({ sourceId }) => sourceId))];
    const known = sight === 'OPEN' ? [] : ids;
    const decisions = await this.decisions.decisionsOn(known);
    const sources = await this.decisions.sources(known);
    const users = await this.identity.byIds(decisions.map(({ refereeId }) => refereeId));
    const files = await this.evidence.byIds([...sources.values()].flatMap(({ evidenceIds }) => [...evidenceIds]));
    return {
      source,
      sight,
      decisions: Map.groupBy(decisions, ({ sourceId }) => sourceId),
      sources,
      referees: new Map(users.map(({ id, displayName }) => [id, displayName])),
      evidence: new Map(files.map((file) => [file.id, file])),
    };
  }
}

function explainedLine(entry: ScoreEntry, isInForce: boolean, background: Background): ExplainedLine {
  const { source, sight } = background;
  const words = ruleWords(source.rules, entry);
  const { side, steps, zeroReason } = entry;
  return {
    entry,
    isInForce,
    isProvisional: entry.isProvisional,
    sourceKind: entry.sourceKind,
    sourceId: sight === 'OPEN' ? null : entry.sourceId,
    ...workBehind(entry, background),
    ...decisionBehind(entry, background),
    counterpartName: sight === 'FULL' ? counterpartOf(entry, source) : null,
    ruleTitle: words.title,
    clause: words.clause,
    ruleRow: words.row,
    steps: steps.map((step) => stepView(visibleStep(step, sight, side))),
    zeroReason: zeroReason === null ? null : stepView(visibleStep(zeroReason, sight, side)),
  };
}

/** Defenders never learn what the attackers handed in: for them a loss has no code, title or file. */
function workBehind(
  entry: ScoreEntry,
  background: Background,
): Pick<ExplainedLine, 'sourceCode' | 'sourceTitle' | 'evidence'> {
  const work = isOthersWork(entry, background) ? undefined : background.sources.get(entry.sourceId);
  if (work === undefined) return { sourceCode: null, sourceTitle: null, evidence: [] };
  const files = work.evidenceIds.map((id) => background.evidence.get(id)).filter((file) => file !== undefined);
  return { sourceCode: work.code, sourceTitle: work.title, evidence: files };
}

/** The act in force when the line was posted. A referee's words on an attack are not for the defenders. */
function decisionBehind(
  entry: ScoreEntry,
  background: Background,
): Pick<ExplainedLine, 'decidedBy' | 'decidedAt' | 'reason'> {
  const act = background.decisions.get(entry.sourceId)?.findLast(({ seq }) => seq <= entry.seq);
  if (act === undefined) return { decidedBy: null, decidedAt: entry.recordedAt, reason: null };
  const decidedBy = background.referees.get(act.refereeId) ?? null;
  return { decidedBy, decidedAt: act.recordedAt, reason: isOthersWork(entry, background) ? null : act.reason };
}

/** A unit's loss comes from the attackers' work, which stays theirs. */
function isOthersWork(entry: ScoreEntry, { sight }: Background): boolean {
  return sight !== 'FULL' && entry.account === 'DEDUCTION';
}

/** The party on the other side of the same node. */
function counterpartOf(entry: ScoreEntry, source: BoardSource): string | null {
  const other = source.lines.find((line) => line.sourceId === entry.sourceId && line.party.side !== entry.side);
  return other === undefined ? null : (source.names.get(other.party.id) ?? null);
}
