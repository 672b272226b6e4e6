import { Injectable } from '@nestjs/common';
import type { Viewer } from '../../core/access/permissions.js';
import type { ClockAct } from '../../core/drill/acts.js';
import { requireClockAct } from '../../core/drill/clock.js';
import { requireUnderWay } from '../../core/drill/release.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { requireViewer } from '../../platform/access/viewer.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { type ActMoment, DrillActingService } from './drill-acting.service.js';
import type { Drill } from './drill.entity.js';
import type { DrillCommandInput, DrillSpeedInput, JumpDrillInput, NoteDrillInput } from './drill.inputs.js';
import { DrillService } from './drill.service.js';

/** The clock of a drill, and the facilitators' notes. */
@Injectable()
export class DrillControlService {
  constructor(
    private readonly drills: DrillService,
    private readonly acting: DrillActingService,
    private readonly exercises: ExerciseService,
  ) {}

  /** @throws Refusal NOT_FOUND, WRONG_STATE, EXERCISE_NOT_LIVE unless it is a rehearsal */
  start(input: DrillCommandInput, viewer: Viewer | null): Promise<Drill> {
    const check = async (drill: Drill, { tx }: ActMoment): Promise<void> => {
      const { state } = await this.exercises.byId(drill.exerciseId, tx);
      const mayStart = state === 'LIVE' || (drill.isRehearsal && state === 'DRAFT');
      if (!mayStart) throw new Refusal('EXERCISE_NOT_LIVE', { state });
    };
    return this.move({ kind: 'STARTED', check }, input, viewer);
  }

  /** @throws Refusal NOT_FOUND, WRONG_STATE */
  pause(input: DrillCommandInput, viewer: Viewer | null): Promise<Drill> {
    return this.move({ kind: 'PAUSED' }, input, viewer);
  }

  /** @throws Refusal NOT_FOUND, WRONG_STATE */
  resume(input: DrillCommandInput, viewer: Viewer | null): Promise<Drill> {
    return this.move({ kind: 'RESUMED' }, input, viewer);
  }

  /** What was released stays so; what was not follows its place in the plan. @throws Refusal NOT_FOUND, WRONG_STATE, BAD_INPUT */
  jump(input: JumpDrillInput, viewer: Viewer | null): Promise<Drill> {
    const { toSeconds } = input;
    const check = ({ content }: Drill): void => {
      if (toSeconds <= content.durationMinutes * 60) return;
      throw new Refusal('BAD_INPUT', {}, [{ path: 'toSeconds', code: 'TOO_LARGE' }]);
    };
    return this.move({ kind: 'JUMPED', more: { toSeconds }, check }, input, viewer);
  }

  /** @throws Refusal NOT_FOUND, WRONG_STATE also in a drill that counts */
  setSpeed(input: DrillSpeedInput, viewer: Viewer | null): Promise<Drill> {
    const { factor } = input;
    const check = ({ isRehearsal }: Drill): void => {
      if (!isRehearsal) throw new Refusal('WRONG_STATE', { state: 'NO_REHEARSAL' });
    };
    return this.move({ kind: 'SPEED_SET', more: { factor }, check }, input, viewer);
  }

  /** @throws Refusal NOT_FOUND, WRONG_STATE */
  end(input: DrillCommandInput, viewer: Viewer | null): Promise<Drill> {
    return this.move({ kind: 'ENDED' }, input, viewer);
  }

  /** A note with the clock's time on it; also after the end. @throws Refusal NOT_FOUND, WRONG_STATE before the start */
  async note(input: NoteDrillInput, viewer: Viewer | null): Promise<Drill> {
    const drill = await this.drills.byIdFor(input.drillId, viewer, 'drill.evaluate');
    await this.acting.act({
      ...{ drill, commandId: input.commandId, content: input, actor: requireViewer(viewer), kind: 'NOTED' },
      decide: ({ fold, slot }) => {
        if (fold.clock.state !== 'ENDED') requireUnderWay(fold);
        return { act: { kind: 'NOTED', atMs: slot.recordedAt.getTime(), text: input.text.trim() } };
      },
    });
    return drill;
  }

  private async move(wanted: WantedMove, input: DrillCommandInput, viewer: Viewer | null): Promise<Drill> {
    const { kind, check, more = {} } = wanted;
    const drill = await this.drills.byIdFor(input.drillId, viewer, 'drill.run');
    await this.acting.act({
      ...{ drill, commandId: input.commandId, content: input, actor: requireViewer(viewer), kind },
      decide: async (moment) => {
        requireClockAct(moment.fold.clock, kind);
        await check?.(drill, moment);
        return { act: { ...more, kind, atMs: moment.slot.recordedAt.getTime() } as ClockAct };
      },
    });
    return drill;
  }
}

/** A move of the clock, with what it says and what else must hold. */
interface WantedMove {
  readonly kind: ClockAct['kind'];
  readonly more?: { readonly toSeconds: number } | { readonly factor: number };
  readonly check?: (drill: Drill, moment: ActMoment) => void | Promise<void>;
}
