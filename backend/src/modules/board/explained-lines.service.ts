import { Injectable } from '@nestjs/common';
import { ruleWords } from '../../core/board/rule-words.js';
import { type Sight, visibleStep } from '../../core/board/visible-steps.js';
import type { Party } from '../../core/scoring/award.js';
import { stepView } from '../../platform/graphql/shared.types.js';
import { type Decision, DecisionService, type ScoredSource } from '../adjudication/decision.service.js';
import { FactsService } from '../adjudication/facts.service.js';
import type { IncidentLink } from '../adjudication/incident-link.entity.js';
import { lossGroupOf } from '../adjudication/loss.service.js';
import type { Evidence } from '../evidence/evidence.entity.js';
import { EvidenceService } from '../evidence/evidence.service.js';
import { IdentityService } from '../identity/identity.service.js';
import { LedgerService, linesInForce } from '../ledger/ledger.service.js';
import type { ScoreEntry } from '../ledger/score-entry.entity.js';
import type { RescoringSet } from '../rescoring/rescoring-set.entity.js';
import { RescoringService } from '../rescoring/rescoring.service.js';
import type { BoardSource } from './board-source.service.js';
import type { ExplainedLine } from './explain.types.js';

/** Who sees lines at all. */
type InsideSight = Exclude<Sight, 'OPEN'>;

/** What lies behind the lines, as far as the reader may see. */
interface Background {
  readonly source: BoardSource;
  readonly sight: InsideSight;
  readonly decisions: ReadonlyMap<string, readonly Decision[]>;
  readonly sources: ReadonlyMap<string, ScoredSource>;
  readonly referees: ReadonlyMap<string, string>;
  readonly evidence: ReadonlyMap<string, Evidence>;
  /** The first link in force of each attack result. */
  readonly links: ReadonlyMap<string, IncidentLink>;
  /** Rescoring sets by the journal number under which they took effect. */
  readonly rescorings: ReadonlyMap<number, RescoringSet>;
}

/** The ledger lines of one party with what each is for. */
@Injectable()
export class ExplainedLinesService {
  constructor(
    private readonly ledger: LedgerService,
    private readonly decisions: DecisionService,
    private readonly identity: IdentityService,
    private readonly evidence: EvidenceService,
    private readonly facts: FactsService,
    private readonly rescorings: RescoringService,
  ) {}

  /** All lines in order, reversals and reversed ones included; outsiders get no lines. */
  async linesOf(source: BoardSource, party: Party, sight: InsideSight): Promise<ExplainedLine[]> {
    const all = await this.ledger.entriesOfParty(source.exercise.id, party.id);
    const entries = all.filter(({ seq }) => seq <= source.seq);
    const background = await this.backgroundOf(entries, source, sight);
    const inForce = new Set(linesInForce(entries).map(({ id }) => id));
    return entries.map((entry) => explainedLine(entry, inForce.has(entry.id), background));
  }

  private async backgroundOf(
    entries: readonly ScoreEntry[],
    source: BoardSource,
    sight: InsideSight,
  ): Promise<Background> {
    const results = new Set(entries.map(({ resultId }) => resultId));
    const links = (await this.facts.linksInForce(source.exercise.id)).filter((link) => results.has(link.submissionId));
    const ids = [...new Set(entries.map(({ sourceId }) => sourceId))];
    const decisions = await this.decisions.decisionsOn(ids);
    const sources = await this.decisions.sources([...ids, ...links.map(({ incidentId }) => incidentId)]);
    const rescorings = await this.rescorings.appliedOf(source.exercise.id);
    const referees = [
      ...decisions.map(({ refereeId }) => refereeId),
      ...links.map(({ linkedById }) => linkedById),
      ...[...rescorings.values()].flatMap(({ settledById }) => settledById ?? []),
    ];
    const users = await this.identity.byIds([...new Set(referees)]);
    const files = await this.evidence.byIds([...sources.values()].flatMap(({ evidenceIds }) => [...evidenceIds]));
    return {
      source,
      sight,
      decisions: Map.groupBy(decisions, ({ sourceId }) => sourceId),
      sources,
      referees: new Map(users.map(({ id, displayName }) => [id, displayName])),
      evidence: new Map(files.map((file) => [file.id, file])),
      rescorings,
      links: new Map(links.reverse().map((link) => [link.submissionId, link])),
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
    sourceId: entry.sourceId,
    ...workBehind(entry, background),
    ...decisionBehind(entry, background),
    ...answerTo(entry, background),
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
): Pick<ExplainedLine, 'decidedBy' | 'decidedAt' | 'reason' | 'rescoringCode'> {
  const rescoring = background.rescorings.get(entry.seq);
  // The act may also have posted what waited: its words are about its own subjects only.
  if (rescoring?.sourceIds?.includes(entry.sourceId) === true) return rescored(entry, rescoring, background);
  const rescoringCode = null;
  const act = background.decisions.get(entry.sourceId)?.findLast(({ seq }) => seq <= entry.seq);
  if (act === undefined) return { decidedBy: null, decidedAt: entry.recordedAt, reason: null, rescoringCode };
  const decidedBy = background.referees.get(act.refereeId) ?? null;
  const reason = isOthersWork(entry, background) ? null : act.reason;
  return { decidedBy, decidedAt: act.recordedAt, reason, rescoringCode };
}

/** A line a rescoring set posted: the parties read the reason that was written for them. */
function rescored(
  entry: ScoreEntry,
  { code, settledById, reason, publicReason }: RescoringSet,
  { sight, referees }: Background,
): Pick<ExplainedLine, 'decidedBy' | 'decidedAt' | 'reason' | 'rescoringCode'> {
  return {
    decidedBy: referees.get(settledById ?? '') ?? null,
    decidedAt: entry.recordedAt,
    reason: sight === 'FULL' ? reason : publicReason,
    rescoringCode: code,
  };
}

/** Of a loss: what else was lost in the same attack, without naming it, and which incident answers for it. */
function answerTo(entry: ScoreEntry, background: Background): Pick<ExplainedLine, 'lossGroup' | 'link'> {
  const { account, exerciseId, resultId } = entry;
  if (account !== 'DEDUCTION' || resultId === null) return { lossGroup: null, link: null };
  const link = background.links.get(resultId);
  const lossGroup = lossGroupOf(exerciseId, resultId);
  if (link === undefined) return { lossGroup, link: null };
  const { incidentId, linkedById, linkedAt } = link;
  const incidentCode = background.sources.get(incidentId)?.code ?? '';
  return {
    lossGroup,
    link: { incidentId, incidentCode, linkedAt, linkedBy: background.referees.get(linkedById) ?? '' },
  };
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
