import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import type { Change, LinkedPair } from '../../core/rescoring/change.js';
import type { Bilingual } from '../../core/ruleset/words.js';
import { DecisionService } from '../adjudication/decision.service.js';
import { FactsService } from '../adjudication/facts.service.js';
import { AttackTeam } from '../exercise/attack-team.entity.js';
import { Unit } from '../exercise/unit.entity.js';
import { Incident } from '../incident/incident.entity.js';
import { RuleSetService } from '../ruleset/ruleset.service.js';
import { AttackNode } from '../submission/attack-node.entity.js';
import { AttackSubmission } from '../submission/submission.entity.js';
import { OverturnWordsService } from './overturn-words.service.js';
import type { RescoringSet } from './rescoring-set.entity.js';
import type { ChangedThing, RescoringSubject } from './rescoring.types.js';

type Of<Kind extends Change['kind']> = Extract<Change, { kind: Kind }>;

/** A change in words, and the work it is about. */
@Injectable()
export class ChangeWordsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly overturned: OverturnWordsService,
    private readonly facts: FactsService,
    private readonly decisions: DecisionService,
    private readonly ruleSets: RuleSetService,
  ) {}

  /** What becomes otherwise, item by item. */
  async things(set: RescoringSet): Promise<ChangedThing[]> {
    const { change } = set;
    switch (change.kind) {
      case 'VERDICT_OVERTURNED':
        return this.ruling(set, change);
      case 'MARKS_OVERTURNED':
        return this.overturned.marks(set.exerciseId, change);
      case 'BONUS_OVERTURNED':
        return this.overturned.bonus(change);
      case 'VULNERABILITY_REGROUPED':
        return this.grouping(set, change);
      case 'EVENT_REGROUPED':
        return this.events(set, change);
      case 'LINK_CORRECTED':
        return this.links(change);
      default:
        return this.ground(change);
    }
  }

  /** What is no decision on a piece of work, but what all of them stand on. */
  private async ground(
    change: Extract<
      Change,
      { readonly kind: 'RULE_SET_CHANGED' | 'ADJUSTMENT' | 'UNIT_KNOCKED_OUT' | 'KNOCK_OUT_REVOKED' }
    >,
  ): Promise<ChangedThing[]> {
    switch (change.kind) {
      case 'RULE_SET_CHANGED':
        return this.rules(change);
      case 'ADJUSTMENT':
        return [await this.adjustment(change)];
      case 'UNIT_KNOCKED_OUT':
        return [await this.knockOut(change.unitId, change.submissionId, true)];
      case 'KNOCK_OUT_REVOKED':
        return [await this.knockOut(change.unitId, null, false)];
    }
  }

  /** The work a change is about: ways to its evidence. */
  async subjects({ change }: RescoringSet): Promise<RescoringSubject[]> {
    switch (change.kind) {
      case 'VERDICT_OVERTURNED':
        return this.nodes([change.nodeId]);
      case 'MARKS_OVERTURNED':
        return this.incidents([change.incidentId]);
      case 'BONUS_OVERTURNED':
        return this.overturned.claim(change.bonusClaimId);
      case 'VULNERABILITY_REGROUPED':
        return this.nodes(change.nodeIds);
      case 'EVENT_REGROUPED':
        return this.incidents(change.incidentIds);
      case 'LINK_CORRECTED': {
        const pairs = [...change.undone, ...change.made];
        const submissions = await this.submissions(pairs.map(({ submissionId }) => submissionId));
        return [...(await this.incidents(pairs.map(({ incidentId }) => incidentId))), ...submissions];
      }
      case 'UNIT_KNOCKED_OUT':
        return this.submissions([change.submissionId]);
      default:
        return [];
    }
  }

  private async ruling(set: RescoringSet, change: Of<'VERDICT_OVERTURNED'>): Promise<ChangedThing[]> {
    const [node] = await this.nodes([change.nodeId]);
    const place = { subject: node?.code ?? '', ordinal: node?.ordinal ?? null };
    const changes = await this.overturned.ruling(set.exerciseId, change);
    return changes.map((item) => ({ ...place, ...item }));
  }

  /** The key each node had: of an open set that in force, of a settled one it is no longer told. */
  private async grouping(set: RescoringSet, change: Of<'VULNERABILITY_REGROUPED'>): Promise<ChangedThing[]> {
    const verdicts = await this.facts.verdictsInForce(set.exerciseId);
    const groupings = await this.facts.groupingsInForce(set.exerciseId);
    const isOpen = set.state === 'PROPOSED';
    return (await this.nodes(change.nodeIds)).map(({ nodeId, code, ordinal }) => {
      const id = nodeId ?? '';
      const key = groupings.has(id) ? groupings.get(id) : verdicts.get(id)?.vulnerabilityKey;
      const before = isOpen ? said(key ?? null) : null;
      return { name: 'GROUP', subject: code, ordinal, before, after: said(change.vulnerabilityKey) };
    });
  }

  /** As `grouping`, for the event groups of incidents. */
  private async events(set: RescoringSet, change: Of<'EVENT_REGROUPED'>): Promise<ChangedThing[]> {
    const keys = await this.facts.eventKeysInForce(set.exerciseId);
    const isOpen = set.state === 'PROPOSED';
    return (await this.incidents(change.incidentIds)).map(({ id, code }) => {
      const before = isOpen ? said(keys.get(id) ?? null) : null;
      return { name: 'EVENT', subject: code, ordinal: null, before, after: said(change.eventKey) };
    });
  }

  private async links({ undone, made }: Of<'LINK_CORRECTED'>): Promise<ChangedThing[]> {
    const pairs = [...undone, ...made];
    const incidents = await this.incidents(pairs.map(({ incidentId }) => incidentId));
    const submissions = await this.submissions(pairs.map(({ submissionId }) => submissionId));
    const codes = new Map([...incidents, ...submissions].map(({ id, code }) => [id, code]));
    const thing = ({ incidentId, submissionId }: LinkedPair, isMade: boolean): ChangedThing => {
      const code = said(codes.get(submissionId) ?? '');
      const sides = isMade ? { before: null, after: code } : { before: code, after: null };
      return { name: 'LINK', subject: codes.get(incidentId) ?? '', ordinal: null, ...sides };
    };
    return [...undone.map((pair) => thing(pair, false)), ...made.map((pair) => thing(pair, true))];
  }

  private async rules(change: Of<'RULE_SET_CHANGED'>): Promise<ChangedThing[]> {
    const thing = async (name: string, from: string, to: string): Promise<ChangedThing[]> => {
      if (from === to) return [];
      return [{ name, subject: '', ordinal: null, before: await this.version(from), after: await this.version(to) }];
    };
    const { replaces, attackRuleSetHash, defenseRuleSetHash } = change;
    return [
      ...(await thing('ATTACK_RULES', replaces.attackRuleSetHash, attackRuleSetHash)),
      ...(await thing('DEFENSE_RULES', replaces.defenseRuleSetHash, defenseRuleSetHash)),
    ];
  }

  private async version(hash: string): Promise<Bilingual> {
    const { title } = await this.ruleSets.byHash(hash);
    const short = hash.slice(0, 8);
    return { zh: `${title.zh} ${short}`, en: `${title.en} ${short}` };
  }

  private async adjustment({ party, account, amount }: Of<'ADJUSTMENT'>): Promise<ChangedThing> {
    const entity = party.side === 'ATTACK' ? AttackTeam : Unit;
    const { name } = await this.manager.findOneByOrFail<AttackTeam | Unit>(entity, { id: party.id });
    return { name: `POINTS_${account}`, subject: name, ordinal: null, before: null, after: said(amount) };
  }

  private async knockOut(unitId: string, submissionId: string | null, isOut: boolean): Promise<ChangedThing> {
    const { name } = await this.manager.findOneByOrFail(Unit, { id: unitId });
    const [result] = submissionId === null ? [] : await this.submissions([submissionId]);
    const words = isOut ? said(result?.code ?? '') : null;
    return { name: isOut ? 'KNOCKED_OUT' : 'BACK_IN_PLAY', subject: name, ordinal: null, before: null, after: words };
  }

  private async nodes(ids: readonly string[]): Promise<(RescoringSubject & { ordinal: number | null })[]> {
    const sources = await this.decisions.sources(ids);
    const rows = await this.manager.findBy(AttackNode, { id: In([...ids]) });
    return rows.map(({ id: nodeId, submissionId, ordinal, evidenceIds }) => {
      const { code = '', title = '' } = sources.get(nodeId) ?? {};
      return { kind: 'SUBMISSION', id: submissionId, code, title, nodeId, ordinal, evidenceIds };
    });
  }

  private async submissions(ids: readonly string[]): Promise<RescoringSubject[]> {
    const rows = await this.manager.findBy(AttackSubmission, { id: In([...new Set(ids)]) });
    return rows.map(({ id, code, title }) => {
      return { kind: 'SUBMISSION', id, code, title, nodeId: null, evidenceIds: [] };
    });
  }

  private async incidents(ids: readonly string[]): Promise<RescoringSubject[]> {
    const rows = await this.manager.findBy(Incident, { id: In([...new Set(ids)]) });
    return rows.map(({ id, code, title }) => ({ kind: 'INCIDENT', id, code, title, nodeId: null, evidenceIds: [] }));
  }

  private get manager(): EntityManager {
    return this.dataSource.manager;
  }
}

function said(text: string | null): Bilingual | null {
  return text === null || text === '' ? null : { zh: text, en: text };
}
