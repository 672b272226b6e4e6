import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { AttackRules } from '../../core/ruleset/attack-rules.js';
import type { DefenseRules } from '../../core/ruleset/defense-rules.js';
import { hasEnded } from '../../core/exercise/states.js';
import { Refusal } from '../../core/kernel/refusal.js';
import type { AwardChange } from '../../core/scoring/award-change.js';
import type { Phase, PinnedRules } from '../../core/scoring/compute-awards.js';
import type { FactChange } from '../../core/scoring/fact-change.js';
import type { Facts } from '../../core/scoring/facts.js';
import { Scorer } from '../../core/scoring/scorer.js';
import { afterCommit } from '../../platform/database/transaction.js';
import type { Slot } from '../../platform/journal/journal.service.js';
import type { Exercise } from '../exercise/exercise.entity.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { LedgerService, type Posted } from '../ledger/ledger.service.js';
import { RuleSetService } from '../ruleset/ruleset.service.js';
import { FactsService } from './facts.service.js';
import { HeldScores, type Terms } from './held-scores.service.js';
import type { Touched } from './touched.js';

/** An act while it is being scored. */
export interface ScoringAct {
  /** Scores as the last record left them. */
  readonly before: Scorer;
  /** Posts what the act changed, once it has written its rows: `touched` names every thing whose facts they are. */
  readonly post: (touched: Touched) => Promise<Posted>;
}

/**
 * What a change would do; nothing is written. Of both scorers: `awards`, `sums` (for `rankAttack`/`rankDefense`),
 * `caps`, `costOf(resultId)`, `facts`, and `around(unitId)` with the `facts`, `awards`, `caps` and
 * `costs` of what is scored together with one unit.
 */
export interface ScoringPreview {
  readonly before: Scorer;
  readonly after: Scorer;
  /** Awards that came, went or say something else. */
  readonly changed: readonly AwardChange[];
}

interface Act {
  readonly exerciseId: string;
  readonly slot: Slot;
  readonly before: Scorer;
  readonly unposted: readonly string[];
}

/** From facts to ledger: the one path by which any score comes about. */
@Injectable()
export class ScoringService {
  constructor(
    private readonly exercises: ExerciseService,
    private readonly facts: FactsService,
    private readonly ledger: LedgerService,
    private readonly ruleSets: RuleSetService,
    private readonly held: HeldScores,
  ) {}

  /**
   * Has rules and scores at hand before a transaction begins. Loading rules inside one would need a second connection
   * while others hold theirs and wait for the stream: with a small pool nobody would ever get on. And what is computed
   * before nobody has to wait for.
   */
  async prepare(exerciseId: string): Promise<void> {
    await this.scoresOf(exerciseId);
  }

  /** The rule-sets the exercise pins. */
  async rulesOf(exercise: Pick<Exercise, 'attackRuleSetHash' | 'defenseRuleSetHash'>): Promise<PinnedRules> {
    const attack = await this.ruleSets.byHash(exercise.attackRuleSetHash);
    return { attack, defense: await this.ruleSets.byHash(exercise.defenseRuleSetHash) };
  }

  /** The facts as they stand, read anew. */
  async factsOf(exerciseId: string, tx?: EntityManager): Promise<Facts> {
    return this.facts.load(exerciseId, tx);
  }

  /** All scores as they stand: never loaded twice, only caught up with. Outside of acts; inside there is `begin`. */
  async scoresOf(exerciseId: string): Promise<Scorer> {
    return this.held.current(await this.termsOf(await this.exercises.byId(exerciseId)));
  }

  /**
   * What would become of the scores if these facts stood instead of those of the same ids, or besides them: a verdict is
   * its result with one more ruling, a link its incident with one more result.
   */
  async previewWith(exerciseId: string, change: FactChange): Promise<ScoringPreview> {
    const before = await this.scoresOf(exerciseId);
    const { scorer: after, changed } = before.with(change);
    return { before, after, changed };
  }

  /** Begins to score an act: after `prepare`, under the stream's lock and before the act writes any facts. */
  async begin(tx: EntityManager, exercise: Exercise, slot: Slot): Promise<ScoringAct> {
    const { scorer: before, unposted } = await this.held.underLock(tx, await this.termsOf(exercise));
    const act = { exerciseId: exercise.id, slot, before, unposted };
    return { before, post: (touched) => this.post(tx, act, touched) };
  }

  /**
   * Computes everything from the facts and posts the difference to what stands, for acts that may change anything: new
   * rules, the end, a rescoring set.
   */
  async rescore(tx: EntityManager, exercise: Exercise, slot: Slot): Promise<Posted> {
    const { rules, phase } = await this.termsOf(exercise);
    const scorer = Scorer.of(rules, await this.facts.load(exercise.id, tx), phase);
    const posted = await this.ledger.post(tx, exercise.id, slot, scorer.awards);
    afterCommit(tx, () => this.held.keep(exercise.id, slot.seq, scorer));
    return posted;
  }

  private async post(tx: EntityManager, act: Act, touched: Touched): Promise<Posted> {
    const { exerciseId, slot, before, unposted } = act;
    const { scorer, changed, recomputed } = before.with(await this.facts.changeOf(exerciseId, touched, tx));
    const waiting = unposted.flatMap((id) => scorer.aroundIncident(id) ?? []);
    const sourceIds = new Set([
      ...changed.flatMap((change) => [change.before, change.after]).flatMap((award) => award?.source.id ?? []),
      ...waiting.flatMap(({ facts }) => facts.incidents.map(({ id }) => id)),
    ]);
    const awards = [...recomputed.after, ...waiting.flatMap((part) => part.awards)];
    const wanted = new Map(awards.filter(({ source }) => sourceIds.has(source.id)).map((award) => [award.key, award]));
    const scope = { sourceIds: [...sourceIds], awards: [...wanted.values()] };
    const posted = await this.ledger.postFor(tx, exerciseId, slot, scope);
    afterCommit(tx, () => this.held.keep(exerciseId, slot.seq, scorer));
    return posted;
  }

  private async termsOf(exercise: Exercise): Promise<Terms> {
    return { exerciseId: exercise.id, rules: await this.rulesOf(exercise), phase: phaseOf(exercise) };
  }
}

/** What is still open while the exercise runs is settled once it has ended. */
export function phaseOf(exercise: Exercise): Phase {
  return hasEnded(exercise.state) ? 'FINAL' : 'PROVISIONAL';
}

/** The attackers' half of the pinned rules. @throws Refusal RULE_SET_INVALID */
export function attackRules(rules: PinnedRules): AttackRules {
  if (rules.attack.attack === null) throw new Refusal('RULE_SET_INVALID', { key: rules.attack.key });
  return rules.attack.attack;
}

/** The defenders' half of the pinned rules. @throws Refusal RULE_SET_INVALID */
export function defenseRules(rules: PinnedRules): DefenseRules {
  if (rules.defense.defense === null) throw new Refusal('RULE_SET_INVALID', { key: rules.defense.key });
  return rules.defense.defense;
}
