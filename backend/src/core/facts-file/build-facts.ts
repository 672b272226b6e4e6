import { exactText, points } from '../kernel/points.js';
import type { Facts, NodeFact } from '../scoring/facts.js';
import { RECEIVED, nodeId } from './check-facts.js';
import type { FactsFile } from './schema-facts.js';

type ResultEntry = FactsFile['results'][number];
type Received = (typeof RECEIVED)[number];

/**
 * Facts of a file without problems. Where no receipts are given the order is as written: results, incidents, bonus
 * claims, abnormal episodes, adjustments, marks of drills. `givesPoints`: nodes are worth what the file says, whatever their category.
 */
export function buildFacts(file: FactsFile, givesPoints: boolean): Facts {
  const received = receiptsOf(file);
  return {
    ...attackPart(file, { received, givesPoints }),
    ...defensePart(file, received),
    adjustments: file.adjustments.map((adjustment, index) => ({
      ...named(adjustment, received.adjustments[index]),
      party: { side: adjustment.side, id: adjustment.party },
      account: adjustment.account,
      amount: adjustment.points,
    })),
    drillMarks: file.drillMarks.map((mark, index) => ({
      ...named(mark, received.drillMarks[index]),
      drillId: mark.drill,
      unitId: mark.unit,
      expectation: mark.expectation,
      fullPoints: mark.full,
      points: mark.points,
    })),
  };
}

type Receipts = Readonly<Record<Received, readonly number[]>>;

function attackPart(
  file: FactsFile,
  { received, givesPoints }: { received: Receipts; givesPoints: boolean },
): Pick<Facts, 'units' | 'teamIds' | 'results'> {
  const resultReceipts = new Map(file.results.map(({ id }, index) => [id, received.results[index] ?? 0]));
  return {
    units: file.units.map(({ id, parent, keyUnit, participant, knockedOutBy }) => ({
      id,
      parentId: parent,
      isKeyUnit: keyUnit,
      isParticipant: participant,
      knockedOutAtSeq: knockedOutBy === null ? null : (resultReceipts.get(knockedOutBy) ?? null),
    })),
    teamIds: file.teams.map(({ id }) => id),
    results: file.results.map((result, index) => ({
      ...named(result, received.results[index]),
      teamId: result.team,
      unitId: result.unit,
      nodes: result.nodes.map((node, place) => nodeFact(result, { node, place, givesPoints })),
      controlledAddresses: result.controlled,
    })),
  };
}

function defensePart(file: FactsFile, received: Receipts): Pick<Facts, 'incidents' | 'bonuses' | 'abnormals'> {
  return {
    incidents: file.incidents.map((incident, index) => ({
      ...named(incident, received.incidents[index]),
      unitId: incident.unit,
      linkedResultIds: incident.links,
      marks: Object.entries(incident.marks ?? {}).map(([itemKey, share]) => ({
        itemKey,
        share: exactText(points(share)),
      })),
      isMarked: incident.marks !== null,
      foundAddresses: incident.found,
      means: incident.means,
      deductionAtMarking: incident.deductionAtMarking,
    })),
    bonuses: file.bonuses.map((bonus, index) => ({
      ...named(bonus, received.bonuses[index]),
      unitId: bonus.unit,
      bonusKey: bonus.kind,
      points: bonus.points,
    })),
    abnormals: file.abnormals.map((episode, index) => ({
      ...named(episode, received.abnormals[index]),
      unitId: episode.unit,
      evidenceAt: Date.parse(episode.evidence),
      noticedAt: Date.parse(episode.notice),
      repairedAt: episode.repaired === null ? null : Date.parse(episode.repaired),
      confirmedAt: episode.confirmed === null ? null : Date.parse(episode.confirmed),
    })),
  };
}

function receiptsOf(file: FactsFile): Receipts {
  let next = 0;
  const numbered = RECEIVED.map((list) => [
    list,
    file[list].map(({ receipt }) => {
      next += 1;
      return receipt ?? next;
    }),
  ]);
  return Object.fromEntries(numbered) as Record<Received, number[]>;
}

function named(entry: { readonly id: string; readonly code: string | null }, receiptSeq = 0) {
  return { id: entry.id, code: entry.code ?? entry.id, receiptSeq };
}

interface NodePlace {
  readonly node: ResultEntry['nodes'][number];
  readonly place: number;
  readonly givesPoints: boolean;
}

function nodeFact(result: ResultEntry, { node, place, givesPoints }: NodePlace): NodeFact {
  const id = node.id ?? nodeId(result.id, place);
  return {
    id,
    ordinal: place + 1,
    ruling: {
      verdictId: id,
      outcome: node.outcome,
      categoryKey: givesPoints ? 'given' : node.category,
      privilegeKey: givesPoints ? null : node.privilege,
      quantity: node.quantity,
      judgedPoints: node.judged,
      deductionPoints: node.deduction,
      systemKey: node.system ?? id,
      factors: givesPoints ? [] : node.factors,
      measures: node.measures,
      vulnerabilityKey: node.vulnerability,
    },
  };
}
