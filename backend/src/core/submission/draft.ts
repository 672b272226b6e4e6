/**
 * An attack result 攻击成果 while it is being written: one attack team's path into one unit, a tree of nodes.
 * (Form after 红方成果 and 成果树, process-and-forms C4.)
 */

export const ZONES = ['INTERNET', 'DMZ', 'OFFICE', 'CORE', 'PRODUCTION', 'TEST'] as const;
/** Network zone 网络区域 of an asset. */
export type Zone = (typeof ZONES)[number];

/** One step of the path as typed so far. */
export interface NodeDraft {
  readonly id: string;
  readonly parentId: string | null;
  readonly assetName: string;
  readonly systemKey: string;
  readonly zone: Zone | null;
  readonly sourceAddress: string;
  readonly destinationAddress: string;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly means: readonly string[];
  readonly categoryKey: string | null;
  readonly privilegeKey: string | null;
  readonly narrative: string;
  readonly evidenceIds: readonly string[];
}

/** A submission as typed so far; nodes in path order. */
export interface SubmissionDraft {
  readonly unitId: string | null;
  readonly targetId: string | null;
  readonly title: string;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly sourceAddresses: readonly string[];
  readonly controlledAddresses: readonly string[];
  readonly summary: string;
  readonly nodes: readonly NodeDraft[];
}
