import { Readable } from 'node:stream';
import type { INestApplicationContext } from '@nestjs/common';
import type { Viewer } from '../backend/src/core/access/permissions.js';
import { BonusVerdictService } from '../backend/src/modules/adjudication/bonus-verdict.service.js';
import { ClaimingService } from '../backend/src/modules/adjudication/claiming.service.js';
import { LinkService } from '../backend/src/modules/adjudication/link.service.js';
import { MarksService } from '../backend/src/modules/adjudication/marks.service.js';
import { OpinionService } from '../backend/src/modules/adjudication/opinion.service.js';
import { RelationService } from '../backend/src/modules/adjudication/relation.service.js';
import { VerdictService } from '../backend/src/modules/adjudication/verdict.service.js';
import { AppealFilingService } from '../backend/src/modules/appeal/appeal-filing.service.js';
import { AppealRulingService } from '../backend/src/modules/appeal/appeal-ruling.service.js';
import { ApprovalService } from '../backend/src/modules/rescoring/approval.service.js';
import { RescoringPreviewService } from '../backend/src/modules/rescoring/rescoring-preview.service.js';
import { RescoringService } from '../backend/src/modules/rescoring/rescoring.service.js';
import { EvidenceService } from '../backend/src/modules/evidence/evidence.service.js';
import { ControlService } from '../backend/src/modules/exercise/control.service.js';
import { DrillControlService } from '../backend/src/modules/drill/drill-control.service.js';
import { DrillMakingService } from '../backend/src/modules/drill/drill-making.service.js';
import { DrillReleaseService } from '../backend/src/modules/drill/drill-release.service.js';
import { DrillResponseService } from '../backend/src/modules/drill/drill-response.service.js';
import { DutyBoardService } from '../backend/src/modules/duty/duty-board.service.js';
import { FillingService } from '../backend/src/modules/duty/filling.service.js';
import { RosterSettingService } from '../backend/src/modules/duty/roster-setting.service.js';
import { StandingService } from '../backend/src/modules/duty/standing.service.js';
import { ExerciseService } from '../backend/src/modules/exercise/exercise.service.js';
import { PeopleService } from '../backend/src/modules/exercise/people.service.js';
import { IdentityService } from '../backend/src/modules/identity/identity.service.js';
import { BonusService } from '../backend/src/modules/incident/bonus.service.js';
import { IncidentService } from '../backend/src/modules/incident/incident.service.js';
import { OpeningService } from '../backend/src/modules/incident/opening.service.js';
import { ReportService } from '../backend/src/modules/incident/report.service.js';
import { PlanJudgingService } from '../backend/src/modules/plan/plan-judging.service.js';
import { PlanMakingService } from '../backend/src/modules/plan/plan-making.service.js';
import { PlanViewService } from '../backend/src/modules/plan/plan-view.service.js';
import { PolicySetting } from '../backend/src/modules/policy/policy-setting.service.js';
import { PeriodPlanning } from '../backend/src/modules/protection/period-planning.service.js';
import { TaskPlanning } from '../backend/src/modules/protection/task-planning.service.js';
import { TaskWork } from '../backend/src/modules/protection/task-work.service.js';
import { TemplateService } from '../backend/src/modules/protection/template.service.js';
import { IncidentNoticeFilingService } from '../backend/src/modules/reporting/incident-notice-filing.service.js';
import { ZeroReportFilingService } from '../backend/src/modules/reporting/zero-report-filing.service.js';
import { SubmissionReturnService } from '../backend/src/modules/return/submission-return.service.js';
import { RuleSetService } from '../backend/src/modules/ruleset/ruleset.service.js';
import { DraftService } from '../backend/src/modules/submission/draft.service.js';
import { FilingService } from '../backend/src/modules/submission/filing.service.js';
import { SubmissionService } from '../backend/src/modules/submission/submission.service.js';
import { Timetable } from '../backend/src/platform/timetable/timetable.service.js';
import { Refusal } from '../backend/src/core/kernel/refusal.js';
import { machineOf, writtenOut } from './addresses.js';
import type { SeedFile } from './evidence-files.js';
import { idOf } from './ids.js';
import type { Moment } from './story-parts.js';
import { type Person, readAccounts, type Story, type StoryUnit } from './story.js';
import type { Timeline } from './timeline.js';

/** Id of the demo exercise. */
export const EXERCISE_ID = idOf('exercise');

/** The services the story is played through, as the resolvers use them. */
function servicesOf(app: INestApplicationContext) {
  const get = <T>(type: new (...parts: never[]) => T): T => app.get<T>(type, { strict: false });
  return {
    identity: get(IdentityService),
    ruleSets: get(RuleSetService),
    control: get(ControlService),
    people: get(PeopleService),
    exercises: get(ExerciseService),
    evidence: get(EvidenceService),
    drafts: get(DraftService),
    filing: get(FilingService),
    submissions: get(SubmissionService),
    opening: get(OpeningService),
    reports: get(ReportService),
    bonuses: get(BonusService),
    incidents: get(IncidentService),
    claims: get(ClaimingService),
    verdicts: get(VerdictService),
    links: get(LinkService),
    marks: get(MarksService),
    bonusVerdicts: get(BonusVerdictService),
    rescorings: get(RescoringService),
    rescoringPreviews: get(RescoringPreviewService),
    approvals: get(ApprovalService),
    policies: get(PolicySetting),
    relations: get(RelationService),
    returns: get(SubmissionReturnService),
    opinions: get(OpinionService),
    appealFiling: get(AppealFilingService),
    appealRuling: get(AppealRulingService),
    periods: get(PeriodPlanning),
    templates: get(TemplateService),
    taskPlanning: get(TaskPlanning),
    taskWork: get(TaskWork),
    zeroReports: get(ZeroReportFilingService),
    incidentNotices: get(IncidentNoticeFilingService),
    rosters: get(RosterSettingService),
    rosterFilling: get(FillingService),
    standing: get(StandingService),
    dutyBoards: get(DutyBoardService),
    plans: get(PlanMakingService),
    planViews: get(PlanViewService),
    planJudging: get(PlanJudgingService),
    drillMaking: get(DrillMakingService),
    drillControl: get(DrillControlService),
    drillRelease: get(DrillReleaseService),
    drillResponses: get(DrillResponseService),
    timetable: get(Timetable),
  };
}

/** Where the story is played: its data, its calendar, the services and the people as signed-in viewers. */
export class Stage {
  readonly services: ReturnType<typeof servicesOf>;
  private readonly viewers = new Map<string, Viewer>();
  private readonly unitPlaces = new Map<string, number>();

  constructor(
    app: INestApplicationContext,
    readonly story: Story,
    readonly timeline: Timeline,
    readonly seedFolder: string,
  ) {
    this.services = servicesOf(app);
    story.units.forEach((unit, place) => namesOf(unit).forEach((name) => this.unitPlaces.set(name, place)));
  }

  at(moment: Moment): Date {
    return this.timeline.at(moment);
  }

  /** The person as the server sees them once signed in, with the memberships of this moment. */
  async viewer(user: string): Promise<Viewer> {
    const known = this.viewers.get(user);
    if (known !== undefined) return known;
    const { name, isAdmin = false } = this.person(user);
    const userId = idOf(`user/${user}`);
    const memberships = await this.services.exercises.membershipsOf(userId);
    const viewer = { userId, displayName: name, isAdmin, sessionId: idOf(`session/${user}`), memberships };
    this.viewers.set(user, viewer);
    return viewer;
  }

  /** Forgets viewers: their memberships have changed. */
  forgetViewers(): void {
    this.viewers.clear();
  }

  person(user: string): Person {
    return found(
      this.story.people.find((person) => person.user === user),
      user,
    );
  }

  /** The password somebody signs in with. */
  password(user: string): string {
    const account = readAccounts(this.seedFolder).find(({ username }) => username === user);
    return account?.password ?? this.story.password;
  }

  /** Who files for a team or a unit: the one named, or its first person. */
  filer(party: string, by?: string): string {
    const root = this.rootName(party);
    return (
      by ??
      found(
        this.story.people.find(({ team, unit }) => team === party || unit === root),
        party,
      ).user
    );
  }

  rootName(unit: string): string {
    const place = this.unitPlaces.get(unit);
    return place === undefined ? unit : found(this.story.units[place], unit).name;
  }

  unitId(name: string): string {
    found(this.unitPlaces.get(name), name);
    return idOf(`unit/${name}`);
  }

  /** An address of a unit written out, with its port. */
  unitAddress(unit: string, text: string): string {
    return writtenOut(text, found(this.unitPlaces.get(unit), unit));
  }

  /** An address of a unit without port. */
  machine(unit: string, text: string): string {
    return machineOf(text, found(this.unitPlaces.get(unit), unit));
  }

  /** An egress address of a team. */
  egress(team: string, text: string): string {
    return writtenOut(
      text,
      this.story.teams.findIndex(({ name }) => name === team),
    );
  }

  /** Stores files one after the other, as one browser does. @returns their ids */
  async store(files: readonly SeedFile[], viewer: Viewer): Promise<string[]> {
    const ids: string[] = [];
    for (const { step, fileName, bytes } of files) {
      const upload = { exerciseId: EXERCISE_ID, commandId: idOf(step), fileName, sizeBytes: bytes.length };
      ids.push((await this.services.evidence.store(upload, Readable.from([bytes]), viewer)).id);
    }
    return ids;
  }
}

/** The thing looked up. @throws RangeError naming what the story refers to but does not contain */
export function found<T>(thing: T | undefined, name: string): T {
  if (thing === undefined) throw new RangeError(`the story has no ${name}`);
  return thing;
}

/** Version of a draft that may have been saved before the play was interrupted; 0 when there is none. */
export async function standing<T>(load: Promise<T>): Promise<T | null> {
  return load.catch((error: unknown) => {
    if (error instanceof Refusal && error.code === 'NOT_FOUND') return null;
    throw error;
  });
}

function namesOf(unit: StoryUnit): string[] {
  return [unit.name, ...unit.subordinates];
}
