import { ArgsType, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { IsIn, IsUUID } from 'class-validator';
import type { Account } from '../../core/scoring/award.js';
import { Seen } from '../../platform/access/seen.js';
import { type Side, SideEnum } from '../../platform/graphql/enums.js';
import { LocalText, StepView } from '../../platform/graphql/shared.types.js';
import { CapUsage } from '../adjudication/adjudication.types.js';
import { Evidence } from '../evidence/evidence.entity.js';
import { AccountEnum, ScoreEntry } from '../ledger/score-entry.entity.js';
import { RuleFormula, RuleSetView } from '../ruleset/rule-set.types.js';
import { type Audience, AudienceEnum } from './board.types.js';

/** Scores explain themselves to everybody, each as far as he may see. */
const OPEN = 'score.explain';

@ArgsType()
export class BoardArgs {
  @Field(() => ID) @IsUUID() exerciseId: string;
  @Field(() => AudienceEnum, { defaultValue: 'PUBLIC' }) @IsIn(Object.keys(AudienceEnum)) audience: Audience = 'PUBLIC';
}

@ArgsType()
export class ExplainArgs {
  @Field(() => ID) @IsUUID() exerciseId: string;
  @Field(() => SideEnum) @IsIn(Object.keys(SideEnum)) side: Side;
  @Field(() => ID) @IsUUID() partyId: string;
}

@ObjectType()
@Seen(OPEN)
export class FormulaVariable {
  @Field() name: string;
  @Field() value: string;
  @Field() label: LocalText;
}

/** One posted line with its chain. Fields the viewer may not see are null or empty. */
@ObjectType()
@Seen(OPEN)
export class ExplainedLine {
  @Field(() => ScoreEntry) entry: ScoreEntry;
  @Field({ description: 'False for a reversal and for a line that was reversed' }) isInForce: boolean;
  @Field() isProvisional: boolean;
  @Field({ description: 'NODE | INCIDENT | BONUS' }) sourceKind: string;
  @Field(() => ID, { nullable: true }) sourceId: string | null;
  @Field(() => String, { nullable: true }) sourceCode: string | null;
  @Field(() => String, { nullable: true }) sourceTitle: string | null;
  @Field(() => String, { nullable: true }) counterpartName: string | null;
  @Field() ruleTitle: LocalText;
  @Field() clause: LocalText;
  @Field() ruleRow: string;
  @Field(() => [StepView]) steps: StepView[];
  @Field(() => StepView, { nullable: true }) zeroReason: StepView | null;
  @Field(() => String, { nullable: true }) decidedBy: string | null;
  @Field() decidedAt: Date;
  @Field(() => String, { nullable: true }) reason: string | null;
  @Seen('evidence.read', 'score.explain')
  @Field(() => [Evidence])
  evidence: Evidence[];
}

@ObjectType()
@Seen(OPEN)
export class HistoryPoint {
  @Field(() => Int) seq: number;
  @Field() at: Date;
  @Field() value: string;
  @Field(() => AccountEnum) account: Account;
  @Field() amount: string;
  @Field() label: LocalText;
}

/** 这个分数怎么来的: one party's value with all that made it. */
@ObjectType()
@Seen(OPEN)
export class ScoreExplanation {
  @Field(() => SideEnum) side: Side;
  @Field(() => ID) partyId: string;
  @Field() partyName: string;
  @Field() value: string;
  @Field() isProvisional: boolean;
  @Field(() => Int) rank: number;
  @Field(() => Int, { name: 'of' }) of: number;
  @Field(() => Int) asOfSeq: number;
  @Field() asOf: Date;
  @Field(() => RuleSetView) ruleSet: RuleSetView;
  @Field(() => RuleFormula) formula: RuleFormula;
  @Field(() => [FormulaVariable]) variables: FormulaVariable[];
  @Field(() => [ExplainedLine]) lines: ExplainedLine[];
  @Field(() => [HistoryPoint]) history: HistoryPoint[];
  @Field(() => [CapUsage]) caps: CapUsage[];
}
