import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { AttackRules } from '../../core/ruleset/attack-rules.js';
import type { DefenseRules } from '../../core/ruleset/defense-rules.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { computeAwards, type Phase, type PinnedRules } from '../../core/scoring/compute-awards.js';
import type { Facts } from '../../core/scoring/facts.js';
import type { Slot } from '../../platform/journal/journal.service.js';
import type { Exercise } from '../exercise/exercise.entity.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { LedgerService, type Posted } from '../ledger/ledger.service.js';
import { RuleSetService } from '../ruleset/ruleset.service.js';
import { FactsService } from './facts.service.js';

/** From facts to ledger: the one path by which any score comes about. */
@Injectable()
export class ScoringService {
  constructor(
    private readonly exercises: ExerciseService,
    private readonly facts: FactsService,
    private readonly ledger: LedgerService,
    private readonly ruleSets: RuleSetService,
  ) {}

  /**
   * Has the rules at hand before a transaction begins. Loading them inside one would need a second connection
   * while others hold theirs and wait for the stream: with a small pool nobody would ever get on.
   */
  async prepare(exerciseId: string): Promise<void> {
    await this.rulesOf(await this.exercises.byId(exerciseId));
  }

  /** The rule-sets the exercise pins. */
  async rulesOf(exercise: Exercise): Promise<PinnedRules> {
    const attack = await this.ruleSets.byHash(exercise.attackRuleSetHash);
    return { attack, defense: await this.ruleSets.byHash(exercise.defenseRuleSetHash) };
  }

  /** The facts as they stand. */
  async factsOf(exerciseId: string, tx?: EntityManager): Promise<Facts> {
    return this.facts.load(exerciseId, tx);
  }

  /** Computes all awards from the facts and posts the difference to what stands; `prepare` comes first. */
  async rescore(tx: EntityManager, exercise: Exercise, slot: Slot): Promise<Posted> {
    const rules = await this.rulesOf(exercise);
    const facts = await this.facts.load(exercise.id, tx);
    return this.ledger.post(tx, exercise.id, slot, computeAwards(rules, facts, phaseOf(exercise)));
  }
}

/** What is still open while the exercise runs is settled once it has ended. */
export function phaseOf(exercise: Exercise): Phase {
  return exercise.state === 'ENDED' ? 'FINAL' : 'PROVISIONAL';
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
