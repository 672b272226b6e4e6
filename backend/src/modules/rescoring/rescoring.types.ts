import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { Account, AwardSource } from '../../core/scoring/award.js';
import { Seen } from '../../platform/access/seen.js';
import { type Side, SideEnum } from '../../platform/graphql/enums.js';
import { LocalText, StepParam, StepView } from '../../platform/graphql/shared.types.js';
import { AccountEnum } from '../ledger/score-entry.entity.js';
import { RescoringSet } from './rescoring-set.entity.js';

/** One thing a proposal makes otherwise, in words: a stable name, what it is about, old and new. */
@ObjectType()
@Seen('rescoring.read')
export class ChangedThing {
  @Field({ description: 'OUTCOME, CATEGORY, POINTS, GROUP, LINK, RULES, KNOCK_OUT, …' }) name: string;
  @Field({ description: 'Code or name of what it is about' }) subject: string;
  @Field(() => Int, { nullable: true, description: 'Place of a node in its path' }) ordinal: number | null;
  @Field(() => LocalText, { nullable: true }) before: LocalText | null;
  @Field(() => LocalText, { nullable: true }) after: LocalText | null;
}

/** Work a proposal is about: a way to its evidence. */
@ObjectType()
@Seen('rescoring.read')
export class RescoringSubject {
  @Field({ description: 'SUBMISSION, INCIDENT, UNIT, TEAM or RULE_SET' }) kind: string;
  @Field(() => ID) id: string;
  @Field() code: string;
  @Field() title: string;
  @Field(() => ID, { nullable: true }) nodeId: string | null;
  @Field(() => [ID]) evidenceIds: string[];
}

/** How a line of the ledger reads on one side of the change. */
@ObjectType()
@Seen('rescoring.read')
export class RescoredLine {
  @Field({ description: 'Signed, as in the ledger' }) amount: string;
  @Field() ruleTitle: LocalText;
  @Field() ruleRow: string;
  @Field(() => [StepView]) steps: StepView[];
  @Field(() => StepView, { nullable: true }) zeroReason: StepView | null;
  @Field() isProvisional: boolean;
}

/** A line that becomes another one, comes or goes. */
@ObjectType()
@Seen('rescoring.read')
export class RescoringEntry {
  @Field(() => SideEnum) side: Side;
  @Field(() => ID) partyId: string;
  @Field() partyName: string;
  @Field(() => AccountEnum) account: Account;
  @Field(() => String) sourceKind: AwardSource['kind'];
  @Field(() => ID) sourceId: string;
  @Field(() => ID, { nullable: true, description: 'Attack submission of a node' }) resultId: string | null;
  @Field() code: string;
  @Field(() => Int, { nullable: true }) ordinal: number | null;
  @Field() title: string;
  @Field(() => RescoredLine, { nullable: true }) before: RescoredLine | null;
  @Field(() => RescoredLine, { nullable: true }) after: RescoredLine | null;
  @Field() difference: string;
}

@ObjectType()
@Seen('rescoring.read')
export class RescoringAccount {
  @Field(() => AccountEnum) account: Account;
  @Field({ description: 'Signed, as in the ledger' }) before: string;
  @Field() after: string;
}

/** A party before and after, changed or not. */
@ObjectType()
@Seen('rescoring.read')
export class RescoringParty {
  @Field(() => SideEnum) side: Side;
  @Field(() => ID) partyId: string;
  @Field() name: string;
  @Field() valueBefore: string;
  @Field() valueAfter: string;
  @Field(() => Int) rankBefore: number;
  @Field(() => Int) rankAfter: number;
  @Field({ description: 'Value after, less value before, as shown' }) difference: string;
  @Field(() => [RescoringAccount]) accounts: RescoringAccount[];
  @Field() hasChangedLines: boolean;
  @Field() isProvisional: boolean;
}

/** What a party will be told, or was told. */
@ObjectType()
@Seen('rescoring.read')
export class PlannedNotice {
  @Field(() => SideEnum) side: Side;
  @Field(() => ID) partyId: string;
  @Field() partyName: string;
  @Field() code: string;
  @Field(() => [StepParam]) params: StepParam[];
  @Field(() => Int, { description: 'How many people read it' }) people: number;
}

/** What a set would do as things stand, or did when it was applied. */
@ObjectType()
@Seen('rescoring.read')
export class RescoringPreview {
  @Field(() => Int, { description: 'Journal number it was computed at' }) asOfSeq: number;
  @Field({ description: 'Names exactly these differences; applying asks for it' }) previewHash: string;
  @Field(() => String, { nullable: true, description: 'Why the change no longer fits what stands' })
  obstacle: string | null;
  @Field(() => Int) reversals: number;
  @Field(() => Int) postings: number;
  @Field(() => Int, { description: 'Lines that go without another in their place; they are listed too' })
  dropped: number;
  @Field(() => [RescoringEntry]) entries: RescoringEntry[];
  @Field(() => [RescoringParty]) parties: RescoringParty[];
  @Field(() => [PlannedNotice]) notices: PlannedNotice[];
  @Field(() => [RescoringSet], { description: 'Other open sets that touch the same' }) conflicts: RescoringSet[];
}

/** What the viewer may do with a set. */
@ObjectType()
@Seen('rescoring.read')
export class RescoringActs {
  @Field() approve: boolean;
  @Field() apply: boolean;
  @Field() cancel: boolean;
  @Field({ description: 'The viewer proposed it, so somebody else must apply it' }) isOwn: boolean;
  @Field({ description: 'Only an organizer may apply it' }) needsOrganizer: boolean;
}
