import type { PeriodPhase } from '../backend/src/core/protection/period.js';
import { idOf } from './ids.js';
import { EXERCISE_ID, found, type Stage } from './stage.js';
import { later, type Step } from './step.js';
import type { StoryException } from './story-protection.js';

const PERIOD_ID = idOf('period');
const ZONE = 'Asia/Shanghai';
const HOUR_MIN = 60;
const DAY_MIN = 24 * HOUR_MIN;
/** How long before its hour the story stops, so that the day's reports are just being filed. */
const BEFORE_REPORT_MIN = 22;
/** Minutes between the acts of one unit's task. */
const PACE_MIN = 0.2;

/** A protection period: its tasks, done by most, and its daily reports. */
export function protectionSteps(stage: Stage): Step[] {
  const { tasks, incident } = stage.story.protection;
  const prepared = later(stage.timeline.prepared, 5 * HOUR_MIN);
  return [
    { at: prepared, name: 'protection period', run: () => createPeriod(stage) },
    ...tasks.map(({ key }, place) => ({
      at: later(prepared, 1 + place),
      name: `task ${key}`,
      run: () => addTask(stage, key),
    })),
    ...tasks.filter(({ due }) => due <= 48).flatMap((task, place) => workSteps(stage, task, place)),
    ...reportSteps(stage),
    { at: later(stage.timeline.now, -30), name: `incident of ${incident.unit}`, run: () => openNotice(stage) },
  ];
}

async function createPeriod(stage: Stage): Promise<void> {
  const { by, name, basis, incidentHours, ...hours } = stage.story.protection.period;
  const at = (value: number): string => local(later(firstDay(stage), value * HOUR_MIN));
  const span = (from: number, until: number) => ({ startsLocal: at(from), endsLocal: at(until) });
  const phase = (named: PeriodPhase, from: number, until: number) => ({ phase: named, ...span(from, until) });
  const times = {
    zone: ZONE,
    windows: [span(hours.onHours, hours.endHours)],
    phases: [
      phase('BEFORE', hours.beforeHours, hours.eveHours),
      phase('EVE', hours.eveHours, hours.onHours),
      phase('AFTER', hours.endHours, hours.afterHours),
    ],
    zeroReportAt: reportHour(stage),
  };
  const unitIds = stage.story.units.map((unit) => stage.unitId(unit.name));
  const measures = [
    { mode: 'NORMAL' as const, measures: ['常态监测，工作日巡检'] },
    { mode: 'WORK_HOURS' as const, measures: ['远程运维须审批', '互联网出口白名单'] },
    { mode: 'OFF_HOURS' as const, measures: ['非必要系统一键关停', '办公网断开互联网'] },
    { mode: 'PROTECTION' as const, measures: ['7×24 双岗', '封禁优先于研判', '变更冻结'] },
  ];
  const input = { commandId: PERIOD_ID, exerciseId: EXERCISE_ID, name, basis, times, measures, incidentHours, unitIds };
  const viewer = await stage.viewer(by);
  await stage.services.periods.create({ ...input, ownerUnitId: null }, viewer);
}

async function addTask(stage: Stage, key: string): Promise<void> {
  const { by } = stage.story.protection.period;
  const { due } = found(
    stage.story.protection.tasks.find((task) => task.key === key),
    key,
  );
  const task = found(
    stage.services.templates
      .templates()
      .flatMap(({ tasks }) => tasks)
      .find((one) => one.key === key),
    key,
  );
  const input = {
    commandId: taskId(key),
    periodId: PERIOD_ID,
    phase: task.phase,
    name: task.name.zh,
    measures: task.measures.map(({ zh, source }) => (source === null ? zh : `${zh}（${source}）`)),
    evidence: task.evidence.zh,
    owner: '网络安全责任人',
    dueLocal: local(later(firstDay(stage), due * HOUR_MIN)),
    daily: false,
    dueTime: null,
    requires: [],
    unitIds: null,
  };
  await stage.services.taskPlanning.add(input, await stage.viewer(by));
}

/** Every unit does a task half a day before it is due, one after the other; exceptions stop on the way. */
function workSteps(stage: Stage, { key, due }: { key: string; due: number }, place: number): Step[] {
  const wanted = later(firstDay(stage), (due - 12) * HOUR_MIN);
  const earliest = later(stage.timeline.prepared, 6 * HOUR_MIN);
  const from = later(new Date(Math.max(wanted.getTime(), earliest.getTime())), place * 7);
  return stage.story.units.map((unit, index) => ({
    at: clampedBefore(stage, later(from, index * PACE_MIN)),
    name: `${key} of ${unit.name}`,
    run: () => work(stage, key, unit.name),
  }));
}

async function work(stage: Stage, key: string, unit: string): Promise<void> {
  const { exceptions, period } = stage.story.protection;
  const exception = exceptions.find((one) => one.task === key && one.unit === unit);
  const state = exception?.state ?? 'SIGNED';
  if (state === 'NOT_STARTED') return;
  const place = (act: string) => {
    const commandId = idOf(`task/${key}/${unit}/${act}`);
    return { commandId, taskId: taskId(key), unitId: stage.unitId(unit), day: null };
  };
  const { taskWork } = stage.services;
  const control = await stage.viewer(period.by);
  if (state === 'NOT_APPLICABLE') {
    await taskWork.excuse({ ...place('excuse'), isApplicable: false, reason: textOf(exception) }, control);
    return;
  }
  const own = await stage.viewer(stage.filer(unit));
  if (state === 'STARTED') {
    await taskWork.start(place('start'), own);
    return;
  }
  const text = state === 'SUBMITTED' ? textOf(exception) : '已完成，材料已交保障办核验。';
  await taskWork.submit({ ...place('submit'), text, evidenceIds: [] }, own);
  if (state === 'RETURNED') {
    const dueLocal = local(later(stage.timeline.now, DAY_MIN));
    await taskWork.return({ ...place('return'), reason: textOf(exception), dueLocal }, control);
  } else if (state === 'SIGNED') {
    await taskWork.sign({ ...place('sign'), comment: '' }, control);
  }
}

/** Zero reports of each day up to the present: one unit late, one that missed a day, some of today still to come. */
function reportSteps(stage: Stage): Step[] {
  const { late, missed, waiting } = stage.story.protection.zeroReports;
  const days = daysUntilNow(stage);
  return days.flatMap((day, dayIndex) => {
    const due = instantOf(day, reportHour(stage));
    const isToday = dayIndex === days.length - 1;
    return stage.story.units.flatMap((unit, place): Step[] => {
      const { name } = unit;
      if (isToday ? waiting.includes(name) : name === missed && dayIndex === days.length - 2) return [];
      const isLate = dayIndex === 0 && name === late && !isToday;
      const at = isLate ? later(due, 25) : later(due, -(BEFORE_REPORT_MIN + 3 + place * 4));
      return [
        {
          at: clampedBefore(stage, later(new Date(Math.max(at.getTime(), instantOf(day, '00:00').getTime())), 0.5)),
          name: `zero report of ${name} on ${day}`,
          run: () => fileZeroReport(stage, { unit: name, day, isToday }),
        },
      ];
    });
  });
}

async function fileZeroReport(stage: Stage, report: { unit: string; day: string; isToday: boolean }): Promise<void> {
  const { unit, day, isToday } = report;
  const { situation } = stage.story.protection.zeroReports;
  const hasSituation = isToday && situation.unit === unit;
  const input = {
    commandId: idOf(`zero/${day}/${unit}`),
    periodId: PERIOD_ID,
    unitId: stage.unitId(unit),
    day,
    kind: hasSituation ? ('SITUATION' as const) : ('CALM' as const),
    situations: hasSituation ? 1 : 0,
    text: hasSituation ? situation.text : '',
    incidentIds: [],
    expectedVersion: 0,
  };
  await stage.services.zeroReports.file(input, await stage.viewer(stage.filer(unit)));
}

async function openNotice(stage: Stage): Promise<void> {
  const { unit, title, level, discoveredMinutesAgo } = stage.story.protection.incident;
  const input = {
    commandId: idOf('incident-notice'),
    periodId: PERIOD_ID,
    unitId: stage.unitId(unit),
    title,
    level,
    reporterKind: 'CRITICAL' as const,
    discoveredAt: later(stage.timeline.now, -discoveredMinutesAgo),
    incidentId: null,
  };
  await stage.services.incidentNotices.open(input, await stage.viewer(stage.filer(unit)));
}

function textOf(exception: StoryException | undefined): string {
  return found(exception?.text, 'text of an exception');
}

function taskId(key: string): string {
  return idOf(`task/${key}`);
}

/** 00:00 of day 1. */
function firstDay(stage: Stage): Date {
  return later(stage.timeline.startsAt, -9 * HOUR_MIN);
}

/** Nothing of the story lies in its future. */
function clampedBefore(stage: Stage, at: Date): Date {
  return new Date(Math.min(at.getTime(), later(stage.timeline.now, -1).getTime()));
}

/** The hour of the daily report: a little after the story's end, whatever hour of the clock that is. */
function reportHour(stage: Stage): string {
  const [nowDay = ''] = local(stage.timeline.now).split('T');
  const [day, time = ''] = local(later(stage.timeline.now, BEFORE_REPORT_MIN)).split('T');
  return day === nowDay ? time : '23:59';
}

/** Local dates from day 1 to the present. */
function daysUntilNow(stage: Stage): string[] {
  const days: string[] = [];
  const end = stage.timeline.now.getTime();
  for (let at = firstDay(stage); at.getTime() <= end; at = later(at, DAY_MIN)) days.push(local(at).slice(0, 10));
  return days;
}

/** Local minute, `yyyy-MM-ddTHH:mm`. Shanghai has had one offset since 1991. */
export function local(at: Date): string {
  return later(at, 8 * HOUR_MIN)
    .toISOString()
    .slice(0, 16);
}

function instantOf(day: string, time: string): Date {
  return new Date(`${day}T${time}:00+08:00`);
}
