import { randomUUID } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import type { Role, Viewer } from '../src/core/access/permissions.js';
import { DrillControlService } from '../src/modules/drill/drill-control.service.js';
import { DrillMakingService } from '../src/modules/drill/drill-making.service.js';
import { DrillMarkingService } from '../src/modules/drill/drill-marking.service.js';
import { DrillReleaseService } from '../src/modules/drill/drill-release.service.js';
import { DrillResponseService } from '../src/modules/drill/drill-response.service.js';
import { ControlService } from '../src/modules/exercise/control.service.js';
import { ExerciseService } from '../src/modules/exercise/exercise.service.js';
import { PeopleService } from '../src/modules/exercise/people.service.js';
import { IdentityService } from '../src/modules/identity/identity.service.js';
import { OpeningService } from '../src/modules/incident/opening.service.js';
import { PlanJudgingService } from '../src/modules/plan/plan-judging.service.js';
import { PlanMakingService } from '../src/modules/plan/plan-making.service.js';
import { RuleSetService } from '../src/modules/ruleset/ruleset.service.js';
import { Timetable } from '../src/platform/timetable/timetable.service.js';
import { minutesOf, type Scenario, type StoryAct, type StoryMark } from './scenario-files.js';
import type { TestServer } from './server.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const PASSWORD = 'scenario-password-1';
/** Directs and writes the plan; approves it; evaluates. */
const STAFF = { director: 'ORGANIZER', chief: 'CHIEF_REFEREE', referee: 'REFEREE' } as const;

/** A drill that was played from start to end. */
export interface PlayedDrill {
  readonly exerciseId: string;
  readonly drillId: string;
  /** Name and password of somebody who may read everything of it. */
  readonly director: { readonly username: string; readonly password: string };
  /** Somebody of the first unit. */
  readonly member: { readonly unit: string; readonly username: string; readonly password: string };
}

/** Plays scenarios one after the other on one server, each in an exercise of its own, on a clock moved by hand. */
export class ScenarioPlayer {
  private readonly userIds = new Map<string, string>();
  private readonly usernames = new Map<string, string>();

  constructor(private readonly server: TestServer) {}

  /** Accounts are made once, whatever they take part in afterwards. */
  async makeAccounts(scenarios: readonly Scenario[]): Promise<void> {
    const units = scenarios.flatMap(({ head }) => head.units.map(({ name }) => name));
    const names = [...new Set([...Object.keys(STAFF), ...units])];
    names.forEach((name, index) => this.usernames.set(name, `person-${index}`));
    const made = names.map(async (name) => {
      const account = { commandId: randomUUID(), displayName: name, ...this.account(name) };
      const { id } = await this.get(IdentityService).createUser(account, null, name === 'director');
      this.userIds.set(name, id);
    });
    await Promise.all(made);
  }

  /** Makes exercise, plan and drill, lives through the story, ends the drill and marks it. */
  async play(scenario: Scenario): Promise<PlayedDrill> {
    const { startsLocal, timeZone } = scenario.head;
    // A year on: test servers start in the middle of the year that the scenarios name, and clocks never go back.
    const played = Temporal.PlainDateTime.from(startsLocal).add({ years: 1 });
    const startsAt = played.toZonedDateTime(timeZone).epochMilliseconds;
    this.server.clock.set(new Date(startsAt - DAY_MS));
    const stage = await this.prepare(scenario, new Date(startsAt));
    const play = new DrillPlay(this.server, stage, startsAt);
    await play.run(scenario);
    const { exerciseId, drillId } = stage;
    const unit = scenario.head.units[0]?.name ?? '';
    return { exerciseId, drillId, director: this.account('director'), member: { unit, ...this.account(unit) } };
  }

  private async prepare(scenario: Scenario, startsAt: Date): Promise<Stage> {
    const exerciseId = randomUUID();
    const control = this.get(ControlService);
    const admin = await this.viewer('director');
    await control.create({ ...(await this.settings(scenario, startsAt)), commandId: exerciseId }, admin);
    const director = await this.viewer('director');
    const unitIds = new Map<string, string>();
    for (const { name, industry } of scenario.head.units) {
      const unit = { commandId: randomUUID(), exerciseId, name, industry, isKeyUnit: false, isParticipant: true };
      unitIds.set(name, (await control.addUnit(unit, director)).id);
    }
    await this.completeExercise(exerciseId, [...unitIds.values()][0] ?? '', director);
    await this.grantAll(exerciseId, unitIds, director);
    await control.start({ commandId: randomUUID(), exerciseId, version: 1 }, director);
    const drillId = await this.makeDrill(exerciseId, scenario);
    const names = [...Object.keys(STAFF), ...unitIds.keys()];
    const viewers = new Map(await Promise.all(names.map(async (name) => [name, await this.viewer(name)] as const)));
    return { exerciseId, drillId, unitIds, viewers };
  }

  private async settings({ key, head }: Scenario, startsAt: Date) {
    const rules = await this.get(RuleSetService).all();
    const hashOf = (wanted: string): string => rules.find((rule) => rule.key === wanted)?.hash ?? '';
    return {
      ...{ code: key, name: head.name.zh, host: '演练指挥部', timeZone: head.timeZone, startsAt },
      endsAt: new Date(startsAt.getTime() + 3 * DAY_MS),
      ...{ dailyOpensAt: null, dailyClosesAt: null },
      attackRuleSetHash: hashOf(head.attackRules),
      defenseRuleSetHash: hashOf(head.defenseRules),
    };
  }

  /** What an exercise must have before it starts, although nobody attacks in a drill. */
  private async completeExercise(exerciseId: string, unitId: string, director: Viewer): Promise<void> {
    const control = this.get(ControlService);
    await control.addAttackTeam({ commandId: randomUUID(), exerciseId, name: '导调组' }, director);
    const target = { name: '演练系统', targetClass: '业务系统', address: '192.0.2.1', description: '' };
    await control.addTarget({ commandId: randomUUID(), exerciseId, unitId, ...target }, director);
  }

  private async grantAll(exerciseId: string, unitIds: ReadonlyMap<string, string>, director: Viewer): Promise<void> {
    const grants: [string, Role, string | null][] = [
      ['chief', STAFF.chief, null],
      ['referee', STAFF.referee, null],
      ...[...unitIds].map(([name, unitId]): [string, Role, string] => [name, 'DEFENDER', unitId]),
    ];
    for (const [name, role, unitId] of grants) {
      const grant = { commandId: randomUUID(), exerciseId, userId: this.userId(name), role, unitId };
      await this.get(PeopleService).grant(grant, director);
    }
  }

  private async makeDrill(exerciseId: string, { planText }: Scenario): Promise<string> {
    const director = await this.viewer('director');
    const plan = await this.get(PlanMakingService).create(
      { commandId: randomUUID(), exerciseId, text: planText },
      director,
    );
    const injects = plan.injects.map(({ code, hash }) => ({ code, hash }));
    const judged = { commandId: randomUUID(), planId: plan.id, injects, verdict: 'APPROVED' as const, reason: '' };
    await this.get(PlanJudgingService).judge(judged, await this.viewer('chief'));
    const wanted = { commandId: randomUUID(), exerciseId, planId: plan.id, isRehearsal: false };
    return (await this.get(DrillMakingService).make(wanted, director)).id;
  }

  /** Somebody as the server sees them once signed in. */
  private async viewer(name: string): Promise<Viewer> {
    const userId = this.userId(name);
    const memberships = await this.get(ExerciseService).membershipsOf(userId);
    return { userId, displayName: name, isAdmin: name === 'director', sessionId: randomUUID(), memberships };
  }

  private account(name: string): { username: string; password: string } {
    return { username: found(this.usernames, name), password: PASSWORD };
  }

  private userId(name: string): string {
    return found(this.userIds, name);
  }

  private get<T>(type: new (...parts: never[]) => T): T {
    return this.server.app.get<T>(type, { strict: false });
  }
}

interface Stage {
  readonly exerciseId: string;
  readonly drillId: string;
  readonly unitIds: ReadonlyMap<string, string>;
  readonly viewers: ReadonlyMap<string, Viewer>;
}

/** One drill lived through: the clock goes from act to act, the timetable is looked at before each. */
class DrillPlay {
  /** Real milliseconds by which the clock is ahead of drill time: pauses add, jumps take away. */
  private aheadMs = 0;

  constructor(
    private readonly server: TestServer,
    private readonly stage: Stage,
    private readonly startsAt: number,
  ) {}

  async run({ acts, marks, plan }: Scenario): Promise<void> {
    const control = this.get(DrillControlService);
    this.server.clock.set(new Date(this.startsAt));
    await control.start(this.command(), this.viewer('director'));
    for (const act of acts) {
      await this.advance(minutesOf(act.at));
      await this.act(act);
    }
    await this.advance(plan.durationMinutes);
    await control.end(this.command(), this.viewer('director'));
    // Waiting together they share transactions.
    await Promise.all(marks.map((mark) => this.mark(mark)));
  }

  private mark({ unit, inject, points, comment }: StoryMark): Promise<unknown> {
    const about = { code: inject, unitId: found(this.stage.unitIds, unit), points: String(points), comment };
    return this.get(DrillMarkingService).mark({ ...this.command(), ...about }, this.viewer('referee'));
  }

  private async advance(minutes: number): Promise<void> {
    const at = this.startsAt + minutes * MINUTE_MS + this.aheadMs;
    if (this.server.clock.now().getTime() === at) return;
    this.server.clock.set(new Date(at));
    await this.get(Timetable).runDue();
  }

  private act(act: StoryAct): Promise<unknown> {
    if (act.acknowledge !== undefined || act.complete !== undefined) return this.answer(act);
    if (act.openIncident !== undefined) return this.open(act, act.openIncident);
    if (act.pauseMinutes !== undefined) return this.pause(act.pauseMinutes);
    if (act.jumpTo !== undefined) return this.jump(minutesOf(act.at), minutesOf(act.jumpTo));
    return this.direct(act);
  }

  private answer({ unit = '', acknowledge, complete = '', text = '' }: StoryAct): Promise<unknown> {
    const responses = this.get(DrillResponseService);
    if (acknowledge !== undefined)
      return responses.acknowledge({ ...this.command(), code: acknowledge }, this.viewer(unit));
    return responses.complete({ ...this.command(), code: complete, text, evidenceIds: [] }, this.viewer(unit));
  }

  private open({ unit = '' }: StoryAct, title: string): Promise<unknown> {
    const { exerciseId, unitIds } = this.stage;
    const incident = { title, attackStartedAt: null, discoveredAt: this.server.clock.now() };
    const place = { commandId: randomUUID(), exerciseId, unitId: found(unitIds, unit) };
    return this.get(OpeningService).open({ ...place, ...incident }, this.viewer(unit));
  }

  private direct({ unit, release, takeBack, call, note, text = '' }: StoryAct): Promise<unknown> {
    const director = this.viewer('director');
    const releases = this.get(DrillReleaseService);
    const unitId = unit === undefined ? '' : found(this.stage.unitIds, unit);
    if (release !== undefined) {
      const unitIds = unit === undefined ? null : [unitId];
      return releases.release({ ...this.command(), code: release, unitIds }, director);
    }
    if (takeBack !== undefined)
      return releases.takeBack({ ...this.command(), code: takeBack, unitId, reason: text }, director);
    if (call !== undefined) return releases.call({ ...this.command(), code: call, unitId, text }, director);
    return this.get(DrillControlService).note({ ...this.command(), text: note ?? '' }, director);
  }

  private async pause(minutes: number): Promise<void> {
    const control = this.get(DrillControlService);
    await control.pause(this.command(), this.viewer('director'));
    this.aheadMs += minutes * MINUTE_MS;
    this.server.clock.set(new Date(this.server.clock.now().getTime() + minutes * MINUTE_MS));
    await this.get(Timetable).runDue();
    await control.resume(this.command(), this.viewer('director'));
  }

  private async jump(from: number, to: number): Promise<void> {
    const jump = { ...this.command(), toSeconds: to * 60 };
    await this.get(DrillControlService).jump(jump, this.viewer('director'));
    this.aheadMs -= (to - from) * MINUTE_MS;
  }

  private command() {
    return { commandId: randomUUID() as string, drillId: this.stage.drillId };
  }

  private viewer(name: string): Viewer {
    return found(this.stage.viewers, name);
  }

  private get<T>(type: new (...parts: never[]) => T): T {
    return this.server.app.get<T>(type, { strict: false });
  }
}

function found<T>(map: ReadonlyMap<string, T>, name: string): T {
  const thing = map.get(name);
  if (thing === undefined) throw new RangeError(`the scenario has no ${name}`);
  return thing;
}
