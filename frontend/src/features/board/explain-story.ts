import { approximate } from '../../lib/points.js';
import { chainOf } from './explain-chain.js';
import type { ExplainedLine } from './explain-data.js';

/** Which of the lines of one source this is. */
export type Place = 'only' | 'first' | 'later' | 'reversal';

/** One thing that happened on the way to a figure. */
export type StoryMoment =
  | { readonly kind: 'LINE'; readonly line: ExplainedLine; readonly place: Place }
  | { readonly kind: 'LINK'; readonly link: NonNullable<ExplainedLine['link']> };

/** What stands in a row of the tables: one line, or the losses of an event with what its report won back. */
export interface Picked {
  readonly key: string;
  /** Signed where it is a loss. */
  readonly value: string;
  readonly code: string | null;
  readonly losses: readonly ExplainedLine[];
  readonly others: readonly ExplainedLine[];
}

/** Everything behind a row as it happened: what was lost, who linked the report, how it was judged, and judged anew. */
export function storyOf(all: readonly ExplainedLine[], { losses, others }: Picked): StoryMoment[] {
  const links = new Map(losses.flatMap(({ link }) => (link === null ? [] : [[link.incidentId, link]])));
  const moments = [
    ...momentsOf(all, losses),
    ...[...links.values()].map((link): StoryMoment => ({ kind: 'LINK', link })),
    ...momentsOf(all, others),
  ];
  return moments.sort((a, b) => timeOf(a) - timeOf(b));
}

function timeOf(moment: StoryMoment): number {
  return Date.parse(moment.kind === 'LINK' ? moment.link.linkedAt : moment.line.entry.recordedAt);
}

function momentsOf(all: readonly ExplainedLine[], standing: readonly ExplainedLine[]): StoryMoment[] {
  const chains = standing.map((line) => chainOf(all, line));
  return chains.flatMap((chain) => {
    // A zero that was replaced gave nothing, and taking it back took nothing.
    const told = chain.filter((line) => line.isInForce || approximate(line.entry.amount) !== 0);
    const posted = told.filter((line) => line.entry.reversesId === null);
    return told.map((line): StoryMoment => {
      if (line.entry.reversesId !== null) return { kind: 'LINE', line, place: 'reversal' };
      return { kind: 'LINE', line, place: posted.length === 1 ? 'only' : line === posted[0] ? 'first' : 'later' };
    });
  });
}
