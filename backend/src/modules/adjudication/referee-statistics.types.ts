import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Seen } from '../../platform/access/seen.js';

/** How far referees agree beyond chance, with what that rests on. */
@ObjectType()
@Seen('statistics.read')
export class ReliabilityFigure {
  @Field(() => String, { nullable: true, description: "Krippendorff's alpha, exact; null where nothing could differ" })
  alpha: string | null;
  @Field(() => Int, { description: 'Things at least two referees judged, all of whose blind opinions are in' })
  units: number;
  @Field(() => Int) ratings: number;
}

/** What a referee did on one day, in the exercise's time zone. */
@ObjectType()
@Seen('statistics.read')
export class RefereeDay {
  @Field({ description: 'YYYY-MM-DD' }) date: string;
  @Field(() => Int) acts: number;
}

/** One referee in figures. */
@ObjectType()
@Seen('statistics.read')
export class RefereeFigures {
  @Field(() => ID) refereeId: string;
  @Field() refereeName: string;
  @Field(() => Int, { description: 'Verdicts and mark sheets given alone, or as chief referee' }) decided: number;
  @Field(() => Int, { description: 'Opinions given as one of several, second rounds included' }) opinions: number;
  @Field(() => Int, { nullable: true, description: 'Median whole minutes from taking an item to being done with it' })
  medianMinutes: number | null;
  @Field(() => Int, { description: 'Items that median rests on' }) timed: number;
  @Field(() => Int, { description: 'First opinions whose round is in' }) compared: number;
  @Field(() => Int, { description: 'Of these, those with which the round agreed at once' }) agreed: number;
  @Field(() => Int, { description: 'Own decisions, or agreed opinions, that a rescoring set replaced' })
  overturned: number;
  @Field(() => Int, { description: 'Decisions in which he had a part' }) standing: number;
  @Field(() => [RefereeDay]) days: RefereeDay[];
}

/** Referees in figures, for whoever directs the exercise and the chief referee. */
@ObjectType()
@Seen('statistics.read')
export class RefereeStatistics {
  @Field(() => [RefereeFigures]) referees: RefereeFigures[];
  @Field(() => ReliabilityFigure, { description: 'Of outcomes, nominal' }) outcomes: ReliabilityFigure;
  @Field(() => ReliabilityFigure, { description: 'Of points by price, before caps and factors; interval' })
  points: ReliabilityFigure;
  @Field(() => ReliabilityFigure, { description: 'Of totals of mark sheets, interval' }) marks: ReliabilityFigure;
}
