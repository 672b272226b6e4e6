import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { type Finding, FINDINGS } from '../../core/likeness/disagreement.js';
import type { ContainmentOutcome } from '../../core/incident/report.js';
import { Seen } from '../../platform/access/seen.js';
import { enumOf } from '../../platform/graphql/enums.js';
import { StepView } from '../../platform/graphql/shared.types.js';
import { ContainmentOutcomeEnum } from '../incident/incident-report.entity.js';
import { PROPOSAL_KINDS } from './pair-store.js';

export const FindingEnum = enumOf(FINDINGS);
export const ProposalKindEnum = enumOf(PROPOSAL_KINDS);

registerEnumType(FindingEnum, { name: 'Finding', description: 'How a disagreement of two sides is settled' });
registerEnumType(ProposalKindEnum, { name: 'ProposalKind' });

/** A possible link between an incident and an attack result, with what speaks for it. */
@ObjectType()
@Seen('adjudication.read')
export class LinkProposal {
  @Field(() => ID) incidentId: string;
  @Field() incidentCode: string;
  @Field() incidentTitle: string;
  @Field(() => ID) submissionId: string;
  @Field() submissionCode: string;
  @Field() unitName: string;
  @Field() teamName: string;
  @Field({ description: 'In [0, 1]' }) score: string;
  @Field(() => [StepView], { description: 'Each with its part of the score as `weight`' }) reasons: StepView[];
  @Field() isLinked: boolean;
  @Field(() => ID, { nullable: true }) linkId: string | null;
  @Field({ description: 'One of both had been decided before the other came in' }) isLate: boolean;
  @Field(() => Date, { nullable: true, description: 'When the later of both came in' }) since: Date | null;
}

/** Filed work as it is named in proposals and groups. */
@ObjectType()
@Seen('adjudication.read')
export class NamedWork {
  @Field(() => ID) id: string;
  @Field() code: string;
  @Field() title: string;
  @Field({ description: 'Attack team of a result, root unit of an incident' }) partyName: string;
  @Field(() => ID) partyId: string;
  @Field() unitName: string;
  @Field(() => Int, { description: 'Decides who was first' }) receiptSeq: number;
  @Field() filedAt: Date;
}

/** Nodes of two results that have something in common. */
@ObjectType()
@Seen('adjudication.read')
export class AlikeNodes {
  @Field(() => ID) nodeId: string;
  @Field(() => Int) ordinal: number;
  @Field(() => ID) otherNodeId: string;
  @Field(() => Int) otherOrdinal: number;
}

/** 疑似重复: another work that may be about the same thing, as seen from one. */
@ObjectType()
@Seen('adjudication.read')
export class DuplicateProposal {
  @Field(() => NamedWork) work: NamedWork;
  @Field({ description: 'In [0, 1]' }) score: string;
  @Field(() => [StepView], { description: 'Each with its own weight as `weight`' }) reasons: StepView[];
  @Field(() => [AlikeNodes], { description: 'Of results; `nodeId` is a node of the one asked about' })
  nodes: AlikeNodes[];
  @Field({ description: 'Received before the one asked about' }) isEarlier: boolean;
  @Field({ description: 'Of the same team or unit' }) isSameParty: boolean;
}

/** Two works that may be the same, the earlier receipt first. */
@ObjectType()
@Seen('adjudication.read')
export class DuplicatePair {
  @Field(() => ProposalKindEnum) kind: 'DUPLICATE' | 'EVENT';
  @Field(() => NamedWork) first: NamedWork;
  @Field(() => NamedWork) second: NamedWork;
  @Field() score: string;
  @Field(() => [StepView]) reasons: StepView[];
  @Field(() => [AlikeNodes]) nodes: AlikeNodes[];
}

/** How much there is to decide. */
@ObjectType()
@Seen('adjudication.read')
export class LikenessCounts {
  @Field(() => Int, { description: 'Incidents without a link, or with a later match, for which a link is proposed' })
  linksOpen: number;
  @Field(() => Int) linksMade: number;
  @Field(() => Int) duplicates: number;
  @Field(() => Int) events: number;
  @Field(() => Int) disagreements: number;
}

/** A node of a vulnerability group or an incident of an event group, in receipt order. */
@ObjectType()
@Seen('adjudication.read')
export class GroupMember {
  @Field(() => NamedWork) work: NamedWork;
  @Field(() => ID, { description: 'The node, or the incident itself' }) memberId: string;
  @Field(() => Int, { nullable: true, description: 'Place of a node in its path' }) ordinal: number | null;
  @Field({ description: 'Name of the asset, or title of the incident' }) name: string;
  @Field({ description: 'First by receipt' }) isFirst: boolean;
  @Field(() => String, { nullable: true, description: 'Posted points; null before any are' }) points: string | null;
  @Field(() => StepView, { nullable: true }) zeroReason: StepView | null;
}

/** 同一漏洞 or 同一事件. */
@ObjectType()
@Seen('adjudication.read')
export class LikenessGroup {
  @Field({ description: 'As the referees named it' }) key: string;
  @Field(() => [GroupMember]) members: GroupMember[];
}

/** A node that referees let stand. */
@ObjectType()
@Seen('adjudication.read')
export class AcceptedNode {
  @Field(() => ID) nodeId: string;
  @Field(() => Int) ordinal: number;
  @Field() asset: string;
}

/** What the attackers claim of a linked pair. */
@ObjectType()
@Seen('adjudication.read')
export class AttackClaim {
  @Field(() => Date, { nullable: true }) startedAt: Date | null;
  @Field(() => Date, { nullable: true }) endedAt: Date | null;
  @Field(() => [String]) addresses: string[];
  @Field(() => [AcceptedNode], { description: 'Those referees let stand' }) accepted: AcceptedNode[];
}

/** What the defenders report of it. */
@ObjectType()
@Seen('adjudication.read')
export class DefenseClaim {
  @Field(() => Date, { nullable: true }) startedAt: Date | null;
  @Field() discoveredAt: Date;
  @Field(() => Date, { nullable: true, description: 'When the response was over' }) respondedAt: Date | null;
  @Field(() => ContainmentOutcomeEnum, { nullable: true }) outcome: ContainmentOutcome | null;
  @Field(() => [String]) addresses: string[];
}

/** How a referee settled it. */
@ObjectType()
@Seen('adjudication.read')
export class Settlement {
  @Field(() => FindingEnum) finding: Finding;
  @Field() reason: string;
  @Field() refereeName: string;
  @Field() recordedAt: Date;
}

/** 分歧: a linked pair whose sides contradict each other. */
@ObjectType()
@Seen('adjudication.read')
export class Disagreement {
  @Field(() => ID) linkId: string;
  @Field(() => NamedWork) result: NamedWork;
  @Field(() => NamedWork) incident: NamedWork;
  @Field(() => [StepView]) contradictions: StepView[];
  @Field(() => AttackClaim) attack: AttackClaim;
  @Field(() => DefenseClaim) defense: DefenseClaim;
  @Field(() => Settlement, { nullable: true }) settlement: Settlement | null;
}
