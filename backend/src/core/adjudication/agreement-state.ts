/**
 * How far a panel 合议 has come: blind opinions until every seat has given one; where they differ a second round, in
 * which the first is known; where that differs too the chief referee decides.
 */

/** Where the work on one thing stands. */
export const PANEL_STATES = ['COLLECTING', 'RECONCILIATION', 'CHIEF', 'SETTLED'] as const;
export type PanelState = (typeof PANEL_STATES)[number];

/** How a decision came about. */
export const BASES = ['SINGLE', 'AGREEMENT', 'RECONCILIATION', 'CHIEF'] as const;
export type Basis = (typeof BASES)[number];

/** Blind opinions first, then those that know of each other. */
export const ROUNDS = 2;

/** Who gave an opinion, and in which round. */
export interface GivenOpinion {
  readonly refereeId: string;
  readonly round: number;
}

/** What a panel consists of so far. */
export interface PanelFacts {
  /** Referees it takes. */
  readonly seats: number;
  readonly opinions: readonly GivenOpinion[];
  /** A decision on these opinions stands. */
  readonly isSettled: boolean;
}

/** Whether every seat has given its opinion of this round. */
export function isRoundIn({ seats, opinions }: Omit<PanelFacts, 'isSettled'>, round: number): boolean {
  return opinions.filter((opinion) => opinion.round === round).length >= seats;
}

/** Where it stands. */
export function panelState(panel: PanelFacts): PanelState {
  if (panel.isSettled) return 'SETTLED';
  if (!isRoundIn(panel, 1)) return 'COLLECTING';
  return isRoundIn(panel, 2) ? 'CHIEF' : 'RECONCILIATION';
}

/** The round in which the next opinion is given; null when none is taken any more. */
export function openRound(panel: PanelFacts): number | null {
  const state = panelState(panel);
  if (state === 'COLLECTING') return 1;
  return state === 'RECONCILIATION' ? 2 : null;
}

/**
 * Whether a reader may know what an opinion says: its author always, members of the panel and those who direct it once
 * the round is in, all who judge once it is settled.
 */
export function isOpinionShown(
  panel: PanelFacts,
  opinion: GivenOpinion,
  reader: { readonly userId: string; readonly isDirecting: boolean },
): boolean {
  if (opinion.refereeId === reader.userId || panel.isSettled) return true;
  if (!isRoundIn(panel, opinion.round)) return false;
  return reader.isDirecting || panel.opinions.some(({ refereeId }) => refereeId === reader.userId);
}
