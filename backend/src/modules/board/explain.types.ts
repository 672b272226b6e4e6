import { ArgsType, Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsIn, IsUUID } from 'class-validator';
import type { Sight } from '../../core/board/visible-steps.js';
import type { Account } from '../../core/scoring/award.js';
import { Seen } from '../../platform/access/seen.js';
import { enumOf, type Side, SideEnum } from '../../platform/graphql/enums.js';
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

/** How much of an explanation its reader sees. */
export const SightEnum = enumOf(['FULL', 'OWN', 'OPEN'] as const);
registerEnumType(SightEnum, {
  name: 'Sight',
  description: 'FULL: referees and control. OWN: the party scored. OPEN: everybody else',
});

/** What one account of a party comes to. */
@ObjectType()
@Seen(OPEN)
export class AccountTotal {
  @Field(() => AccountEnum) account: Account;
  @Field({ description: 'Signed as booked: deductions and penalties are negative' }) total: string;
  @Field(() => Int, { description: 'Lines in force that carry points' }) lines: number;
}

/** The incident that answers for a loss, and how it came to be that. */
@ObjectType()
@Seen(OPEN)
export class ExplainedLink {
  @Field(() => ID) incidentId: string;
  @Field() incidentCode: string;
  @Field() linkedBy: string;
  @Field() linkedAt: Date;
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
  @Field(() => String, { nullable: true, description: 'Losses of one attack result carry the same word' })
  lossGroup: string | null;
  @Field(() => ExplainedLink, { nullable: true, description: 'Of a loss' }) link: ExplainedLink | null;
  @Field(() => String, { nullable: true }) counterpartName: string | null;
  @Field() ruleTitle: LocalText;
  @Field() clause: LocalText;
  @Field() ruleRow: string;
  @Field(() => [StepView]) steps: StepView[];
  @Field(() => StepView, { nullable: true }) zeroReason: StepView | null;
  @Field(() => String, { nullable: true }) decidedBy: string | null;
  @Field() decidedAt: Date;
  @Field(() => String, { nullable: true }) reason: string | null;
  @Field(() => String, { nullable: true, description: 'Rescoring set that posted the line' })
  rescoringCode: string | null;
  @Seen('evidence.read', 'score.explain')
  @Field(() => [Evidence])
  evidence: Evidence[];
}

/** A value after an act, with what the act did; for outsiders as of the public's instants, with the value alone. */
@ObjectType()
@Seen(OPEN)
export class HistoryPoint {
  @Field(() => Int, { nullable: true }) seq: number | null;
  @Field() at: Date;
  @Field() value: string;
  @Field(() => AccountEnum, { nullable: true }) account: Account | null;
  @Field(() => String, { nullable: true }) amount: string | null;
  @Field(() => LocalText, { nullable: true }) label: LocalText | null;
}

/** 这个分数怎么来的: one party's value with all that made it. */
@ObjectType()
@Seen(OPEN)
export class ScoreExplanation {
  @Field(() => SideEnum) side: Side;
  @Field(() => ID) partyId: string;
  @Field() partyName: string;
  @Field(() => SightEnum) sight: Sight;
  @Field() value: string;
  @Field(() => String, { nullable: true, description: 'The value of who lost nothing, where the rules give one' })
  baseline: string | null;
  @Field() isProvisional: boolean;
  @Field(() => Int) rank: number;
  @Field(() => Int, { name: 'of' }) of: number;
  @Field(() => Int, { description: 'As of the board' }) edition: number;
  @Field(() => Int, { nullable: true, description: 'Journal sequence; null for outsiders' }) asOfSeq: number | null;
  @Field({ description: 'To the minute for outsiders' }) asOf: Date;
  @Field(() => RuleSetView) ruleSet: RuleSetView;
  @Field(() => RuleFormula) formula: RuleFormula;
  @Field(() => [FormulaVariable]) variables: FormulaVariable[];
  @Field(() => [AccountTotal]) accounts: AccountTotal[];
  @Field(() => [ExplainedLine], { description: 'Empty for outsiders: by time and amount they would name pairs' })
  lines: ExplainedLine[];
  @Field(() => [HistoryPoint]) history: HistoryPoint[];
  @Field(() => [CapUsage]) caps: CapUsage[];
}
