/**
 * What multiplies the points of an item once it is priced: the share left for a vulnerability that was used before,
 * 重点单位 and units that do not take part (XC-2022 rules 5, 6 and 8), in the order the rule-set gives.
 */
import { ONE, ZERO, exactText, points, round } from '../kernel/points.js';
import type { Points } from '../kernel/points.js';
import type {
  CountedThing,
  DecayRule,
  MultiplierKind,
  Multipliers,
  NonParticipantRule,
} from '../ruleset/attack-rules.js';
import type { AttackLine } from './attack-line.js';
import type { Step } from './award.js';
import { Places } from './places.js';
import type { Place } from './places.js';
import { step, zeroReason } from './step-codes.js';
import type { UnitTree } from './units.js';

/** What one multiplier does with a line: it multiplies, or it lets nothing through. */
interface Effect {
  readonly times: Points;
  readonly explain: (amount: string) => Step;
  readonly place: Place | null;
  readonly refusal: Step | null;
}

/** The multipliers of a rule-set with the places used up so far. */
export class MultiplierBook {
  private readonly places = new Places();

  constructor(
    private readonly rules: Multipliers | null,
    private readonly units: UnitTree,
  ) {}

  /** Why a limit on numbers lets nothing through; null = it does. */
  refusalOf(line: AttackLine): Step | null {
    if (this.rules === null) return null;
    return this.effects(line).find((effect) => effect.refusal !== null)?.refusal ?? null;
  }

  /** The line multiplied and rounded; a multiplier of one changes nothing, so nothing is rounded for it. */
  multiply(line: AttackLine): AttackLine {
    return this.rules === null ? line : this.multiplied(line);
  }

  private multiplied(line: AttackLine): AttackLine {
    const acting = this.effects(line).filter((effect) => !effect.times.equals(ONE));
    if (acting.length === 0) return line;
    let { amount } = line;
    const steps: Step[] = [];
    acting.forEach((effect, index) => {
      amount = amount.mul(effect.times);
      steps.push(effect.explain(exactText(amount)));
      const isDue = this.rules?.roundEach === true || index === acting.length - 1;
      const rounded = isDue ? this.rounded(amount) : amount;
      if (!rounded.equals(amount)) steps.push(this.roundedStep(amount, rounded));
      amount = rounded;
    });
    const reason = amount.isZero ? zeroReason('ROUNDED_TO_ZERO', {}) : line.zeroReason;
    return { ...line, amount, steps: [...line.steps, ...steps], zeroReason: reason };
  }

  /** Takes up the places of a line that counted, and of one that ended at zero where the rule says so. */
  takePlaces(line: AttackLine): void {
    if (this.rules === null) return;
    for (const { place } of this.effects(line)) {
      if (place !== null && (!line.amount.isZero || place.isTakenByZero)) this.places.take(place);
    }
  }

  private effects(line: AttackLine): Effect[] {
    const { rules } = this;
    if (rules === null) return [];
    return rules.order.flatMap((kind) => {
      const effect = this.effectOf(rules, kind, line);
      return effect === null ? [] : [effect];
    });
  }

  private effectOf(rules: Multipliers, kind: MultiplierKind, line: AttackLine): Effect | null {
    switch (kind) {
      case 'decay':
        return rules.decay === null ? null : this.decayed(rules.decay, line);
      case 'key-unit':
        return rules.keyUnit === null ? null : this.keyUnit(rules.keyUnit, line);
      case 'non-participant':
        return rules.nonParticipant === null || !line.isOutside ? null : this.outside(rules.nonParticipant, line);
    }
  }

  /** A node nobody grouped is a vulnerability of its own: its first use. */
  private decayed(rule: DecayRule, line: AttackLine): Effect | null {
    const group = line.ruling.vulnerabilityKey ?? null;
    const scope = { team: line.result.teamId, unit: line.rootId, 'team-unit': `${line.result.teamId} ${line.rootId}` };
    const within = rule.sameWithin === 'exercise' ? '' : scope[rule.sameWithin];
    const place = group === null ? null : placeOf(JSON.stringify(['decay', group, within]), rule, line);
    const use = place === null ? 0 : this.places.indexOf(place);
    const share = rule.shares[use];
    const named = { group: group ?? '' };
    if (share === undefined) {
      return refused(zeroReason('VULNERABILITY_EXHAUSTED', { ...named, limit: String(rule.shares.length) }));
    }
    const explain = (amount: string): Step => step('DECAY', { ...named, use: String(use + 1), share, amount });
    return { times: points(share), explain, place, refusal: null };
  }

  private keyUnit(rule: NonNullable<Multipliers['keyUnit']>, line: AttackLine): Effect | null {
    if (!this.units.isKeyUnit(rule.flagOf === 'own' ? line.result.unitId : line.rootId)) return null;
    const explain = (amount: string): Step => step('KEY_UNIT', { times: rule.times, amount });
    return { times: points(rule.times), explain, place: null, refusal: null };
  }

  private outside(rule: NonParticipantRule, line: AttackLine): Effect {
    const scope = { exercise: '', team: line.result.teamId, 'team-unit': `${line.result.teamId} ${line.rootId}` };
    const place = placeOf(JSON.stringify(['outside', scope[rule.limitPer]]), rule, line);
    const taken = this.places.indexOf(place);
    if (rule.limit !== null && taken >= rule.limit) {
      return refused(zeroReason('NON_PARTICIPANT_LIMIT', { limit: String(rule.limit) }));
    }
    const explain = (amount: string): Step => step('NON_PARTICIPANT', { times: rule.times, amount });
    return { times: points(rule.times), explain, place, refusal: null };
  }

  private rounded(amount: Points): Points {
    return this.rules === null ? amount : round(amount, this.rules.rounding, this.rules.places);
  }

  private roundedStep(given: Points, amount: Points): Step {
    const { rounding = 'none', places = 0 } = this.rules ?? {};
    const figures = { given: exactText(given), amount: exactText(amount) };
    return step('ROUNDED', { rounding, places: String(places), ...figures });
  }
}

function refused(refusal: Step): Effect {
  return { times: ZERO, explain: () => refusal, place: null, refusal };
}

function placeOf(
  group: string,
  rule: { readonly counts: CountedThing; readonly zeroTakesPlace: boolean },
  line: AttackLine,
): Place {
  const holder = rule.counts === 'node' ? line.node.id : line.result.id;
  return { group, holder, isTakenByZero: rule.zeroTakesPlace };
}
