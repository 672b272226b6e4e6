import type { INestApplicationContext } from '@nestjs/common';
import { resolve } from 'node:path';
import type { FixedClock } from '../backend/src/platform/clock/clock.js';
import { PROJECT_ROOT } from '../backend/src/server.js';
import { adjudicationSteps } from './adjudication-scene.js';
import { attackSteps } from './attack-scene.js';
import { drillSteps } from './drill-scene.js';
import { dutySteps } from './duty-scene.js';
import { bonusId, bonusSteps, incidentSteps } from './incident-scene.js';
import { idOf } from './ids.js';
import { bonusJudgingSteps, judgingSteps, markingSteps } from './judging-scene.js';
import { preparationSteps } from './preparation.js';
import { protectionSteps } from './protection-scene.js';
import { Stage, standing } from './stage.js';
import type { Step } from './step.js';
import { readStory } from './story.js';
import { Timeline } from './timeline.js';

/** The folder with story.yaml; dist/seed has only the code. */
export const SEED_FOLDER = resolve(PROJECT_ROOT, 'seed');
/** The last thing that happens: when it is there, the story has been played to its end. */
const LAST_BONUS = 'sh-zeroday';
/** The first thing the story makes. */
const FIRST_ACCOUNT = idOf('user/admin');

/** How the play is watched and which moment it leads up to. */
export interface Playing {
  readonly clock: FixedClock;
  /** The story's last moment. */
  readonly now: Date;
  readonly progress: (percent: number) => void;
}

/**
 * Plays the story through the services, in order of time. Safe to repeat: what an interrupted play has done is
 * answered with its first receipt, on the calendar it had begun with.
 */
export async function playStory(app: INestApplicationContext, { clock, now, progress }: Playing): Promise<void> {
  const story = readStory(SEED_FOLDER);
  const begun = await begunTimeline(app, Timeline.endingAt(now));
  const stage = new Stage(app, story, begun, SEED_FOLDER);
  const steps = inOrder([
    ...preparationSteps(stage),
    ...story.attacks.flatMap((attack) => [...attackSteps(stage, attack), ...judgingSteps(stage, attack)]),
    ...story.incidents.flatMap((incident) => [...incidentSteps(stage, incident), ...markingSteps(stage, incident)]),
    ...story.bonuses.flatMap((bonus) => [...bonusSteps(stage, bonus), ...bonusJudgingSteps(stage, bonus)]),
    ...adjudicationSteps(stage),
    ...protectionSteps(stage),
    ...dutySteps(stage),
    ...drillSteps(stage),
  ]);
  for (const [index, { at, name, run }] of steps.entries()) {
    clock.set(at);
    try {
      await run();
    } catch (error) {
      throw new Error(`the story broke off at "${name}"`, { cause: error });
    }
    if (Math.floor((index * 10) / steps.length) < Math.floor(((index + 1) * 10) / steps.length)) {
      progress(Math.floor(((index + 1) * 10) / steps.length) * 10);
    }
  }
}

/** Whether there is nothing to play: the story is there to its end, or the database is used for something else. */
export async function isPlayed(app: INestApplicationContext): Promise<boolean> {
  const { services } = new Stage(app, readStory(SEED_FOLDER), Timeline.endingAt(new Date(0)), SEED_FOLDER);
  const last = await standing(services.incidents.loadBonusClaim(bonusId(LAST_BONUS)));
  if (last?.filedAt) return true;
  const [first] = await services.identity.byIds([FIRST_ACCOUNT]);
  return first === undefined && !(await services.identity.isEmpty());
}

/** The calendar of a play that was interrupted, told by its first account, or the wanted one. */
async function begunTimeline(app: INestApplicationContext, wanted: Timeline): Promise<Timeline> {
  const { services } = new Stage(app, readStory(SEED_FOLDER), wanted, SEED_FOLDER);
  const [first] = await services.identity.byIds([FIRST_ACCOUNT]);
  return first === undefined ? wanted : Timeline.preparedAt(first.createdAt);
}

/** By time; things of the same moment stay in the order written. */
function inOrder(steps: readonly Step[]): Step[] {
  return [...steps].sort((a, b) => a.at.getTime() - b.at.getTime());
}
