/**
 * How an exercise judges 裁定规程: who looks at what, how many of them, and by when. The published rules fix points and
 * say nothing of this, so every figure of the default is 示例/自拟 and the organizer's to set.
 */

/** How urgent an item is, highest first. */
export const PRIORITIES = ['HIGH', 'NORMAL', 'LOW'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** Which of several agreeing opinions becomes the verdict. */
export const SETTLEMENTS = ['MEAN', 'LOWER', 'HIGHER', 'FIRST'] as const;
export type Settlement = (typeof SETTLEMENTS)[number];

/** Submissions that claim at least this much are looked at by so many referees, blind to each other. */
export interface ReviewRule {
  /** Exact text; the highest that a submission reaches applies. */
  readonly fromClaimedPoints: string;
  readonly referees: number;
  readonly priority: Priority;
}

/** Referees who judge certain work. */
export interface RefereeGroup {
  /** Short word in assignments, unique in the policy. */
  readonly key: string;
  readonly name: string;
  readonly refereeIds: readonly string[];
}

/** What a group judges: a side, everywhere or on one root unit. Work no rule assigns is open to every referee. */
export interface Assignment {
  readonly side: 'ATTACK' | 'DEFENSE';
  /** Root unit hit or defending; null = all. The rule that names the unit wins over the one that names none. */
  readonly unitId: string | null;
  readonly groupKey: string;
}

/** For which decisions a reason template is offered. */
export const TEMPLATE_USES = ['ACCEPTED', 'PARTIAL', 'REJECTED', 'RETURNED', 'MARKS'] as const;
export type TemplateUse = (typeof TEMPLATE_USES)[number];

/** A reason the organizer has put into words for all referees; taken into a reason as it stands. */
export interface ReasonTemplate {
  /** Short word by which a referee types it, unique in the policy. */
  readonly key: string;
  readonly use: TemplateUse;
  readonly text: string;
}

/** The policy of one exercise. */
export interface AdjudicationPolicy {
  /** A claim ends after this. */
  readonly claimMinutes: number;
  /** Service level: decided within so many minutes of filing, by priority. */
  readonly serviceMinutes: Readonly<Record<Priority, number>>;
  readonly reviews: readonly ReviewRule[];
  /** Referees who mark an incident, blind to each other. */
  readonly markReferees: number;
  /** Two figures agree when they differ by at most this share of the larger one; exact text in [0, 1]. */
  readonly agreementShare: string;
  readonly settlement: Settlement;
  readonly groups: readonly RefereeGroup[];
  readonly assignments: readonly Assignment[];
  readonly reasonTemplates: readonly ReasonTemplate[];
  /** A returned submission 退回补正 is filed again within so many hours. */
  readonly returnHours: number;
  /** Most returns of one submission. */
  readonly maxReturns: number;
  /** A party appeals within so many hours of the publication of a decision. */
  readonly appealHours: number;
  /** Ruled against, it asks for arbitration within so many hours. */
  readonly arbitrationHours: number;
  /** Public notice 公示 between the end and finalization. */
  readonly publicNoticeHours: number;
  /** Evidence is kept so many days after finalization. */
  readonly retentionDays: number;
}

/** What holds while an organizer has set nothing. 示例/自拟. */
export const DEFAULT_POLICY: AdjudicationPolicy = {
  claimMinutes: 45,
  serviceMinutes: { HIGH: 60, NORMAL: 180, LOW: 480 },
  reviews: [{ fromClaimedPoints: '0', referees: 1, priority: 'NORMAL' }],
  markReferees: 1,
  agreementShare: '0.1',
  settlement: 'MEAN',
  groups: [],
  assignments: [],
  reasonTemplates: [],
  returnHours: 24,
  maxReturns: 2,
  appealHours: 24,
  arbitrationHours: 24,
  publicNoticeHours: 24,
  retentionDays: 180,
};
