import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In, IsNull } from 'typeorm';
import { vulnerabilityKeyOf } from '../../core/adjudication/ruling.js';
import { type FieldProblem, Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import type { Change, LinkedPair, RescoringKind } from '../../core/rescoring/change.js';
import { IncidentLink } from '../adjudication/incident-link.entity.js';
import { Verdict } from '../adjudication/verdict.entity.js';
import type { Exercise } from '../exercise/exercise.entity.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { IncidentReport } from '../incident/incident-report.entity.js';
import { Incident } from '../incident/incident.entity.js';
import { RuleSetService } from '../ruleset/ruleset.service.js';
import { AttackSubmission } from '../submission/submission.entity.js';
import { SubmissionService } from '../submission/submission.service.js';
import { asStored, repeatedPairs, stands } from './change-checks.js';
import { OverturnService } from './overturn.service.js';
import { PartChangeService } from './part-change.service.js';
import type { RescoringSet } from './rescoring-set.entity.js';
import type { KnockOutInput, PinnedRulesInput, ProposeRescoringInput } from './rescoring.inputs.js';

/** Reads what a proposal wants, and tells whether it still fits what stands. */
@Injectable()
export class ChangeService {
  private readonly readers: Readonly<
    Record<RescoringKind, (input: ProposeRescoringInput, exercise: Exercise) => Promise<Change>>
  > = {
    VERDICT_OVERTURNED: (input, exercise) => this.overturns.verdict(part(input.ruling, 'ruling'), exercise),
    MARKS_OVERTURNED: (input, exercise) => this.overturns.marks(part(input.marks, 'marks'), exercise),
    BONUS_OVERTURNED: (input, exercise) => this.overturns.bonus(part(input.bonus, 'bonus'), exercise),
    VULNERABILITY_REGROUPED: (input, exercise) => this.regrouped(input, exercise),
    EVENT_REGROUPED: (input, exercise) => this.parts.events(part(input.events, 'events'), exercise),
    LINK_CORRECTED: (input, exercise) => this.corrected(input, exercise),
    RULE_SET_CHANGED: (input, exercise) => this.otherRules(part(input.rules, 'rules'), exercise),
    ADJUSTMENT: (input, exercise) => this.parts.adjustment(part(input.adjustment, 'adjustment'), exercise),
    UNIT_KNOCKED_OUT: (input, exercise) => this.knockedOut(part(input.knockOut, 'knockOut'), exercise),
    KNOCK_OUT_REVOKED: (input, exercise) => this.revoked(part(input.knockOut, 'knockOut'), exercise),
  };

  constructor(
    private readonly dataSource: DataSource,
    private readonly exercises: ExerciseService,
    private readonly submissions: SubmissionService,
    private readonly overturns: OverturnService,
    private readonly ruleSets: RuleSetService,
    private readonly parts: PartChangeService,
  ) {}

  /** The change a proposal asks for. @throws Refusal BAD_INPUT naming the field, STALE_VERSION, ALREADY_LINKED */
  async read(input: ProposeRescoringInput, exercise: Exercise): Promise<Change> {
    return this.readers[input.kind](input, exercise);
  }

  /** Why a change no longer fits what stands; null while it does. */
  async obstacle(
    { id, change }: Pick<RescoringSet, 'id' | 'change'>,
    exercise: Exercise,
    tx: EntityManager = this.dataSource.manager,
  ): Promise<string | null> {
    switch (change.kind) {
      case 'VERDICT_OVERTURNED':
      case 'MARKS_OVERTURNED':
      case 'BONUS_OVERTURNED':
        return this.overturns.obstacle(change, id, tx);
      case 'LINK_CORRECTED':
        return this.linkObstacle(change, tx);
      case 'RULE_SET_CHANGED':
        return sameRules(change.replaces, exercise) ? null : 'RULES_REPLACED';
      case 'UNIT_KNOCKED_OUT':
      case 'KNOCK_OUT_REVOKED':
        return this.unitObstacle(change, exercise, tx);
      default:
        return null;
    }
  }

  private async regrouped(input: ProposeRescoringInput, exercise: Exercise): Promise<Change> {
    const { nodeIds, vulnerabilityKey } = part(input.regrouping, 'regrouping');
    const ids = [...new Set(nodeIds)];
    if (ids.length === 0) refuseBadInput([{ path: 'regrouping.nodeIds', code: 'REQUIRED' }]);
    const judged = await this.dataSource.manager.findBy(Verdict, { exerciseId: exercise.id, nodeId: In(ids) });
    const known = new Set(judged.map(({ nodeId }) => nodeId));
    refuseBadInput(
      ids.flatMap((id, index) => (known.has(id) ? [] : [{ path: `regrouping.nodeIds.${index}`, code: 'NOT_JUDGED' }])),
    );
    return { kind: 'VULNERABILITY_REGROUPED', nodeIds: ids, vulnerabilityKey: vulnerabilityKeyOf(vulnerabilityKey) };
  }

  private async corrected(input: ProposeRescoringInput, exercise: Exercise): Promise<Change> {
    const { undoneLinkIds: undoneAsGiven, made } = part(input.links, 'links');
    const undoneLinkIds = undoneAsGiven.map((id) => id.toLowerCase());
    if (undoneLinkIds.length + made.length === 0) refuseBadInput([{ path: 'links.made', code: 'REQUIRED' }]);
    const where = { id: In(undoneLinkIds), exerciseId: exercise.id, unlinkedAt: IsNull() };
    const links = await this.dataSource.manager.findBy(IncidentLink, where);
    const standing = new Set(links.map(({ id }) => id));
    const gone = undoneLinkIds.flatMap((id, index): FieldProblem[] =>
      standing.has(id) ? [] : [{ path: `links.undoneLinkIds.${index}`, code: 'NOT_FOUND' }],
    );
    const pairs = made.map(asStored);
    const wrong = await Promise.all(pairs.map((pair, index) => this.pairProblem(pair, index, exercise)));
    refuseBadInput([...gone, ...wrong.flat(), ...repeatedPairs(pairs)]);
    const undone = links.map(({ id, incidentId, submissionId }) => ({ linkId: id, incidentId, submissionId }));
    const kept = await this.standingPairs(pairs, this.dataSource.manager);
    if (kept.some((id) => !standing.has(id))) throw new Refusal('ALREADY_LINKED');
    return { kind: 'LINK_CORRECTED', undone, made: pairs };
  }

  private async otherRules(input: PinnedRulesInput, exercise: Exercise): Promise<Change> {
    const { attackRuleSetHash, defenseRuleSetHash } = input;
    refuseBadInput([
      ...(await this.ruleProblem('attackRuleSetHash', attackRuleSetHash, 'attack')),
      ...(await this.ruleProblem('defenseRuleSetHash', defenseRuleSetHash, 'defense')),
      ...(sameRules(input, exercise) ? [{ path: 'rules.attackRuleSetHash', code: 'NO_CHANGE' }] : []),
    ]);
    const replaces = {
      attackRuleSetHash: exercise.attackRuleSetHash,
      defenseRuleSetHash: exercise.defenseRuleSetHash,
    };
    return { kind: 'RULE_SET_CHANGED', attackRuleSetHash, defenseRuleSetHash, replaces };
  }

  private async knockedOut({ unitId, submissionId }: KnockOutInput, exercise: Exercise): Promise<Change> {
    const units = await this.exercises.unitsOf(exercise.id);
    const unit = units.find(({ id }) => id === unitId);
    const result = submissionId ? await this.submissions.load(submissionId).catch(() => null) : null;
    if (unit === undefined) throw new Refusal('BAD_INPUT', {}, [{ path: 'knockOut.unitId', code: 'NOT_FOUND' }]);
    if (unit.knockedOutAtSeq !== null) throw new Refusal('WRONG_STATE', { state: 'KNOCKED_OUT' });
    if (result?.exerciseId !== exercise.id || result.receiptSeq === null)
      throw new Refusal('BAD_INPUT', {}, [{ path: 'knockOut.submissionId', code: 'REQUIRED' }]);
    const root = units.find(({ id }) => id === result.unitId)?.rootId;
    if (root !== unit.rootId) refuseBadInput([{ path: 'knockOut.submissionId', code: 'OTHER_UNIT' }]);
    refuseBadInput(await this.knockOutProblems(result, exercise));
    return { kind: 'UNIT_KNOCKED_OUT', unitId, submissionId: result.id, receiptSeq: result.receiptSeq };
  }

  /** The rules must know knocking out, and the flagged result must stand: otherwise nothing would come of it. */
  private async knockOutProblems({ nodes }: AttackSubmission, exercise: Exercise): Promise<FieldProblem[]> {
    const { attack } = await this.ruleSets.byHash(exercise.attackRuleSetHash);
    const verdicts = await this.overturns.verdictsOn(nodes.map(({ id }) => id));
    return [
      ...(attack?.options.knockOut === true ? [] : [{ path: 'kind', code: 'NOT_FOR_THIS_RULE' }]),
      ...(stands(verdicts) ? [] : [{ path: 'knockOut.submissionId', code: 'NOT_JUDGED' }]),
    ];
  }

  private async revoked({ unitId }: KnockOutInput, exercise: Exercise): Promise<Change> {
    const unit = (await this.exercises.unitsOf(exercise.id)).find(({ id }) => id === unitId);
    if (unit === undefined) throw new Refusal('BAD_INPUT', {}, [{ path: 'knockOut.unitId', code: 'NOT_FOUND' }]);
    if (unit.knockedOutAtSeq === null) throw new Refusal('WRONG_STATE', { state: 'IN_PLAY' });
    return { kind: 'KNOCK_OUT_REVOKED', unitId };
  }

  private async unitObstacle(
    change: Extract<Change, { kind: 'UNIT_KNOCKED_OUT' | 'KNOCK_OUT_REVOKED' }>,
    exercise: Exercise,
    tx: EntityManager,
  ): Promise<string | null> {
    const unit = (await this.exercises.unitsOf(exercise.id, tx)).find(({ id }) => id === change.unitId);
    const isOut = unit !== undefined && unit.knockedOutAtSeq !== null;
    return isOut === (change.kind === 'KNOCK_OUT_REVOKED') ? null : 'KNOCK_OUT_CHANGED';
  }

  private async linkObstacle(
    change: Extract<Change, { kind: 'LINK_CORRECTED' }>,
    tx: EntityManager,
  ): Promise<string | null> {
    const ids = change.undone.map(({ linkId }) => linkId);
    const standing = await tx.countBy(IncidentLink, { id: In(ids), unlinkedAt: IsNull() });
    if (standing !== ids.length) return 'LINK_GONE';
    for (const { incidentId, submissionId } of change.made) {
      if (!(await hasFiled(tx, incidentId))) return 'WORK_GONE';
      if (!(await tx.existsBy(AttackSubmission, { id: submissionId, state: 'FILED' }))) return 'WORK_GONE';
    }
    const taken = await this.standingPairs(change.made, tx);
    return taken.some((id) => !ids.includes(id)) ? 'LINK_MADE' : null;
  }

  /** Ids of links in force between these pairs. */
  private async standingPairs(pairs: readonly LinkedPair[], tx: EntityManager): Promise<string[]> {
    if (pairs.length === 0) return [];
    const where = pairs.map(({ incidentId, submissionId }) => ({ incidentId, submissionId, unlinkedAt: IsNull() }));
    return (await tx.findBy(IncidentLink, where)).map(({ id }) => id);
  }

  /** An incident may be linked to a filed result on the same unit tree. */
  private async pairProblem(pair: LinkedPair, index: number, exercise: Exercise): Promise<FieldProblem[]> {
    const { manager } = this.dataSource;
    const incident = await manager.findOneBy(Incident, { id: pair.incidentId, exerciseId: exercise.id });
    const result = await manager.findOneBy(AttackSubmission, { id: pair.submissionId, exerciseId: exercise.id });
    const path = `links.made.${index}`;
    if (incident === null || !(await hasFiled(manager, incident.id)))
      return [{ path: `${path}.incidentId`, code: 'NOT_FOUND' }];
    if (result?.state !== 'FILED') return [{ path: `${path}.submissionId`, code: 'NOT_FOUND' }];
    const units = await this.exercises.unitsOf(exercise.id);
    const root = units.find(({ id }) => id === result.unitId)?.rootId;
    return root === incident.rootId ? [] : [{ path: `${path}.submissionId`, code: 'OTHER_UNIT' }];
  }

  private async ruleProblem(path: string, hash: string, side: 'attack' | 'defense'): Promise<FieldProblem[]> {
    const rules = await this.ruleSets.byHash(hash).catch(() => null);
    if (rules === null) return [{ path: `rules.${path}`, code: 'NOT_FOUND' }];
    return rules[side] === null ? [{ path: `rules.${path}`, code: 'WRONG_SIDE' }] : [];
  }
}

/** Whether one of an incident's reports is filed: what was returned or withdrawn cannot be linked. */
function hasFiled(tx: EntityManager, incidentId: string): Promise<boolean> {
  return tx.existsBy(IncidentReport, { incidentId, state: 'FILED' });
}

/** The part of a proposal its kind names. @throws Refusal BAD_INPUT */
function part<T>(value: T | null | undefined, path: string): T {
  if (value === null || value === undefined) throw new Refusal('BAD_INPUT', {}, [{ path, code: 'REQUIRED' }]);
  return value;
}

type Pinned = Pick<Exercise, 'attackRuleSetHash' | 'defenseRuleSetHash'>;

function sameRules(a: Pinned, b: Pinned): boolean {
  return a.attackRuleSetHash === b.attackRuleSetHash && a.defenseRuleSetHash === b.defenseRuleSetHash;
}
