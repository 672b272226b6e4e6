import { Context, ID, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { seesBothSides, type Viewer } from '../../core/access/permissions.js';
import { type BonusState, bonusState, incidentState, type IncidentState } from '../../core/adjudication/states.js';
import { exactText, points, sum } from '../../core/kernel/points.js';
import { categoryOf } from '../../core/ruleset/catalogue.js';
import { type ApiContext, Asker } from '../../platform/access/viewer.js';
import { LocalText, type StepView, StepView as StepType, stepView } from '../../platform/graphql/shared.types.js';
import { exerciseLoader, userLoader } from '../exercise/exercise.loader.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { IdentityService } from '../identity/identity.service.js';
import { BonusClaim } from '../incident/bonus-claim.entity.js';
import { Incident } from '../incident/incident.entity.js';
import { LedgerService } from '../ledger/ledger.service.js';
import type { ScoreEntry } from '../ledger/score-entry.entity.js';
import {
  bonusVerdictLoader,
  linkLoader,
  markSheetLoader,
  resultEntryLoader,
  sourceEntryLoader,
  submissionLoader,
} from './adjudication.loader.js';
import type { BonusVerdict } from './bonus-verdict.entity.js';
import { BonusVerdictService } from './bonus-verdict.service.js';
import { FactsService } from './facts.service.js';
import { IncidentLink } from './incident-link.entity.js';
import { LinkService } from './link.service.js';
import { MarkSheet } from './mark-sheet.entity.js';
import { MarksService } from './marks.service.js';
import { attackRules, ScoringService } from './scoring.service.js';
import { BonusStateEnum, IncidentStateEnum } from './state.enums.js';

/** What judging adds to an incident. */
@Resolver(() => Incident)
export class IncidentJudging {
  constructor(
    private readonly linkService: LinkService,
    private readonly marksService: MarksService,
    private readonly ledger: LedgerService,
  ) {}

  @ResolveField(() => IncidentStateEnum)
  async state(@Parent() incident: Incident, @Context() context: ApiContext): Promise<IncidentState> {
    const sheets = await markSheetLoader(context, this.marksService).load(incident.id);
    return incidentState({ isFiled: incident.receiptSeq !== null, isMarked: sheets.length > 0 });
  }

  @ResolveField(() => [IncidentLink])
  links(@Parent() { id }: Incident, @Context() context: ApiContext): Promise<IncidentLink[]> {
    return linkLoader(context, this.linkService).load(id);
  }

  @ResolveField(() => MarkSheet, { nullable: true, description: 'The one in force' })
  async marks(@Parent() { id }: Incident, @Context() context: ApiContext): Promise<MarkSheet | null> {
    return (await markSheetLoader(context, this.marksService).load(id)).at(-1) ?? null;
  }

  @ResolveField(() => [MarkSheet], { description: 'All mark sheets, oldest first; referees and organizers only' })
  async markSheets(
    @Parent() { id, exerciseId }: Incident,
    @Context() context: ApiContext,
    @Asker() viewer: Viewer | null,
  ): Promise<MarkSheet[]> {
    return seesBothSides(viewer, exerciseId) ? markSheetLoader(context, this.marksService).load(id) : [];
  }

  @ResolveField(() => String, { nullable: true, description: 'Posted recovery; null before marks or link' })
  async recovered(@Parent() { id }: Incident, @Context() context: ApiContext): Promise<string | null> {
    const sheets = await markSheetLoader(context, this.marksService).load(id);
    const entries = await sourceEntryLoader(context, this.ledger).load(id);
    const isOpen = sheets.length === 0 || entries.every(({ zeroReason }) => zeroReason?.code === 'NO_ATTACK_RESULT');
    return isOpen ? null : exactText(sum(entries.map(({ amount }) => points(amount))));
  }

  @ResolveField(() => String, { nullable: true, description: 'Deductions of the linked results; null without a link' })
  async linkedDeduction(@Parent() { id }: Incident, @Context() context: ApiContext): Promise<string | null> {
    const links = await linkLoader(context, this.linkService).load(id);
    if (links.length === 0) return null;
    const loader = resultEntryLoader(context, this.ledger);
    const groups = await Promise.all(links.map(({ submissionId }) => loader.load(submissionId)));
    return deductionOf(groups.flat());
  }

  @ResolveField(() => Boolean)
  async isProvisional(@Parent() { id }: Incident, @Context() context: ApiContext): Promise<boolean> {
    return (await sourceEntryLoader(context, this.ledger).load(id)).some(({ isProvisional }) => isProvisional);
  }
}

/** A link as its reader may see it: the attackers' team, code and path stay hidden from defenders. */
@Resolver(() => IncidentLink)
export class IncidentLinkResolver {
  constructor(
    private readonly exercises: ExerciseService,
    private readonly facts: FactsService,
    private readonly ledger: LedgerService,
    private readonly scoring: ScoringService,
    private readonly identity: IdentityService,
  ) {}

  @ResolveField(() => ID, { nullable: true })
  submissionId(@Parent() link: IncidentLink, @Asker() viewer: Viewer | null): string | null {
    return seesBothSides(viewer, link.exerciseId) ? link.submissionId : null;
  }

  @ResolveField(() => String, { nullable: true })
  async submissionCode(
    @Parent() link: IncidentLink,
    @Context() context: ApiContext,
    @Asker() viewer: Viewer | null,
  ): Promise<string | null> {
    if (!seesBothSides(viewer, link.exerciseId)) return null;
    return (await submissionLoader(context, this.facts).load(link.submissionId)).code;
  }

  @ResolveField(() => LocalText, { description: 'Titles of the rules under which the unit lost points' })
  async lossTitle(@Parent() link: IncidentLink, @Context() context: ApiContext): Promise<LocalText> {
    const exercise = await exerciseLoader(context, this.exercises).load(link.exerciseId);
    const rules = attackRules(await this.scoring.rulesOf(exercise));
    const entries = await resultEntryLoader(context, this.ledger).load(link.submissionId);
    const lost = entries.filter(({ account, amount }) => account === 'DEDUCTION' && amount !== '0');
    const titles = [...new Set(lost.map(({ ruleKey }) => ruleKey))].map(
      (key) => categoryOf(rules, key)?.title ?? { zh: key, en: key },
    );
    return { zh: titles.map(({ zh }) => zh).join('、'), en: titles.map(({ en }) => en).join(', ') };
  }

  @ResolveField(() => String)
  async deduction(@Parent() link: IncidentLink, @Context() context: ApiContext): Promise<string> {
    return deductionOf(await resultEntryLoader(context, this.ledger).load(link.submissionId));
  }

  @ResolveField(() => String)
  async linkedBy(@Parent() { linkedById }: IncidentLink, @Context() context: ApiContext): Promise<string> {
    return (await userLoader(context, this.identity).load(linkedById)).displayName;
  }

  @ResolveField(() => [StepType], { description: 'What spoke for it; defenders get counts, not the values' })
  reasons(@Parent() link: IncidentLink, @Asker() viewer: Viewer | null): StepView[] {
    if (seesBothSides(viewer, link.exerciseId)) return link.reasons.map(stepView);
    return link.reasons.map(({ code, params: { values: _, ...params } }) => stepView({ code, params }));
  }
}

/** What judging adds to a bonus claim. */
@Resolver(() => BonusClaim)
export class BonusClaimJudging {
  constructor(
    private readonly bonuses: BonusVerdictService,
    private readonly ledger: LedgerService,
    private readonly identity: IdentityService,
  ) {}

  @ResolveField(() => BonusStateEnum)
  async state(@Parent() claim: BonusClaim, @Context() context: ApiContext): Promise<BonusState> {
    const verdict = await this.verdictOf(claim, context);
    return bonusState({ isFiled: claim.filedAt !== null, isAccepted: verdict?.isAccepted ?? null });
  }

  @ResolveField(() => String, { nullable: true, description: 'Posted points, after the caps' })
  async points(@Parent() claim: BonusClaim, @Context() context: ApiContext): Promise<string | null> {
    const entries = await sourceEntryLoader(context, this.ledger).load(claim.id);
    if (entries.length > 0) return exactText(sum(entries.map(({ amount }) => points(amount))));
    return (await this.verdictOf(claim, context)) === null ? null : '0';
  }

  @ResolveField(() => ID, {
    nullable: true,
    description: 'The verdict in force; referees name it when they judge again',
  })
  async verdictId(@Parent() claim: BonusClaim, @Context() context: ApiContext): Promise<string | null> {
    return (await this.verdictOf(claim, context))?.id ?? null;
  }

  @ResolveField(() => String, { nullable: true })
  async reason(@Parent() claim: BonusClaim, @Context() context: ApiContext): Promise<string | null> {
    return (await this.verdictOf(claim, context))?.reason ?? null;
  }

  @ResolveField(() => String, { nullable: true })
  async refereeName(@Parent() claim: BonusClaim, @Context() context: ApiContext): Promise<string | null> {
    const verdict = await this.verdictOf(claim, context);
    return verdict === null ? null : (await userLoader(context, this.identity).load(verdict.refereeId)).displayName;
  }

  private async verdictOf(claim: BonusClaim, context: ApiContext): Promise<BonusVerdict | null> {
    return (await bonusVerdictLoader(context, this.bonuses).load(claim.id)).at(-1) ?? null;
  }
}

/** What the units lost by these lines, positive. */
function deductionOf(entries: readonly ScoreEntry[]): string {
  const lost = entries.filter(({ account }) => account === 'DEDUCTION');
  return exactText(sum(lost.map(({ amount }) => points(amount))).abs());
}
