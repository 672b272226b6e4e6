import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { RatingRules } from '../../core/ruleset/rating-rules.js';
import { Seen } from '../../platform/access/seen.js';
import { LocalText } from '../../platform/graphql/shared.types.js';
import {
  RuleAbnormalDefense,
  RuleAlternative,
  RuleCap,
  RuleDrillMarks,
  RuleExample,
  RuleMultipliers,
} from './rule-set-parts.types.js';

/** Rule-sets are public: whoever is scored may read by what. */
const OPEN = 'ruleset.read';

@ObjectType()
@Seen(OPEN)
export class RulePrice {
  @Field(() => String, { nullable: true }) points: string | null;
  @Field(() => String, { nullable: true }) each: string | null;
  @Field(() => String, { nullable: true }) judgedMin: string | null;
  @Field(() => String, { nullable: true }) judgedMax: string | null;
  @Field() isJudged: boolean;
}

@ObjectType()
@Seen(OPEN)
export class RulePrivilege {
  @Field() key: string;
  @Field() title: LocalText;
  @Field() price: RulePrice;
}

@ObjectType()
@Seen(OPEN)
export class RuleMeasure {
  @Field() key: string;
  @Field() title: LocalText;
  @Field() unit: LocalText;
}

@ObjectType()
@Seen(OPEN)
export class RuleCategory {
  @Field() key: string;
  @Field() row: string;
  @Field() group: LocalText;
  @Field() title: LocalText;
  @Field() clause: LocalText;
  /** Empty when `price` applies to the whole category. */
  @Field(() => [RulePrivilege]) privileges: RulePrivilege[];
  @Field(() => RulePrice, { nullable: true }) price: RulePrice | null;
  @Field(() => LocalText, { nullable: true }) quantityLabel: LocalText | null;
  @Field(() => [RuleMeasure]) measures: RuleMeasure[];
  @Field(() => String, { nullable: true }) capKey: string | null;
  @Field(() => String, { nullable: true }) capPoints: string | null;
  @Field(() => LocalText, { nullable: true }) capTitle: LocalText | null;
  @Field(() => [String]) factorKeys: string[];
  @Field(() => [LocalText]) evidence: LocalText[];
}

@ObjectType()
@Seen(OPEN)
export class RuleFactor {
  @Field() key: string;
  @Field() title: LocalText;
  @Field() clause: LocalText;
  @Field() times: string;
}

@ObjectType()
@Seen(OPEN)
export class RuleItem {
  @Field() key: string;
  @Field() title: LocalText;
  @Field() clause: LocalText;
  @Field() weight: string;
  @Field() printedWeight: string;
  @Field({ description: 'judged | coverage | means' }) mark: string;
  @Field(() => [LocalText]) evidence: LocalText[];
}

@ObjectType()
@Seen(OPEN)
export class RuleDimension {
  @Field() key: string;
  @Field() title: LocalText;
  @Field() weight: string;
  @Field({ description: 'DETECTION | RESPONSE | ATTRIBUTION: the report that carries its sections' }) filedWith: string;
  @Field(() => [RuleItem]) items: RuleItem[];
}

@ObjectType()
@Seen(OPEN)
export class RuleMeans {
  @Field() key: string;
  @Field() symbol: string;
  @Field() title: LocalText;
}

@ObjectType()
@Seen(OPEN)
export class RuleBonusKind {
  @Field() key: string;
  @Field() title: LocalText;
  @Field() clause: LocalText;
  @Field(() => String, { nullable: true }) capPoints: string | null;
  @Field(() => [LocalText]) evidence: LocalText[];
}

@ObjectType()
@Seen(OPEN)
export class RuleDoubt {
  @Field() key: string;
  @Field() clause: string;
  @Field() text: LocalText;
  @Field() chosen: LocalText;
  @Field(() => [RuleAlternative]) alternatives: RuleAlternative[];
}

@ObjectType()
@Seen(OPEN)
export class RuleOption {
  @Field() key: string;
  @Field() value: string;
}

/** One node of an expression; `args` are indices into the same list, the last node is the root. */
@ObjectType()
@Seen(OPEN)
export class FormulaNode {
  @Field() op: string;
  @Field(() => [Int]) args: number[];
  @Field(() => String, { nullable: true }) name: string | null;
  @Field(() => String, { nullable: true }) value: string | null;
  @Field(() => LocalText, { nullable: true }) label: LocalText | null;
}

@ObjectType()
@Seen(OPEN)
export class RuleFormula {
  @Field() key: string;
  @Field({ description: 'normal, or the variable whose zero makes this formula apply' }) when: string;
  @Field() title: LocalText;
  @Field() expression: string;
  @Field(() => [FormulaNode]) nodes: FormulaNode[];
}

/** A rule-set as people read it. */
@ObjectType('RuleSet')
@Seen(OPEN)
export class RuleSetView {
  @Field(() => ID) hash: string;
  @Field() key: string;
  @Field() version: string;
  @Field() title: LocalText;
  @Field() summary: LocalText;
  @Field() source: LocalText;
  @Field(() => [RuleDoubt]) doubts: RuleDoubt[];
  @Field({ description: 'True where the numbers are our own example 示例/自拟' }) isExample: boolean;
  @Field(() => [RuleCategory]) categories: RuleCategory[];
  @Field(() => [RuleCap]) caps: RuleCap[];
  @Field(() => [RuleFactor]) factors: RuleFactor[];
  @Field(() => RuleMultipliers, { nullable: true }) multipliers: RuleMultipliers | null;
  @Field(() => RuleAbnormalDefense, { nullable: true }) abnormal: RuleAbnormalDefense | null;
  @Field(() => RuleDrillMarks, { nullable: true }) drill: RuleDrillMarks | null;
  @Field(() => [RuleExample]) examples: RuleExample[];
  @Field(() => [RuleDimension]) dimensions: RuleDimension[];
  @Field(() => [RuleMeans]) means: RuleMeans[];
  @Field(() => [RuleBonusKind]) bonusKinds: RuleBonusKind[];
  @Field(() => [RuleOption]) options: RuleOption[];
  @Field(() => String, { nullable: true }) basis: string | null;
  @Field(() => String, { nullable: true }) recoveryShare: string | null;
  @Field(() => Int, { nullable: true }) reportLimit: number | null;
  @Field(() => String, { nullable: true }) bonusCap: string | null;
  @Field(() => LocalText, { nullable: true }) weightRepair: LocalText | null;
  @Field(() => [RuleFormula]) formulas: RuleFormula[];
  /** Resolved as `rating`: its types name those of this file. */
  ratingRules: RatingRules | null;
}
