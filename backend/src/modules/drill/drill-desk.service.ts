import { Injectable } from '@nestjs/common';
import type { Viewer } from '../../core/access/permissions.js';
import { DrillControlService } from './drill-control.service.js';
import { DrillMakingService } from './drill-making.service.js';
import { DrillMarkingService } from './drill-marking.service.js';
import { DrillReleaseService } from './drill-release.service.js';
import { type AnsweredDrill, DrillResponseService } from './drill-response.service.js';
import { DrillViewService } from './drill-view.service.js';
import type { Drill } from './drill.entity.js';
import type {
  AcknowledgeInjectInput,
  CompleteInjectInput,
  CreateDrillInput,
  DrillCommandInput,
  DrillSpeedInput,
  JumpDrillInput,
  MarkResponseInput,
  NoteDrillInput,
  RecordCallInput,
  ReleaseInjectInput,
  TakeBackInjectInput,
} from './drill.inputs.js';
import type { DrillBoard } from './drill.types.js';
import type { MyDrill } from './my-drill.types.js';

/** Acts of those who direct or evaluate, with what each is told. */
interface Runs {
  readonly start: DrillCommandInput;
  readonly pause: DrillCommandInput;
  readonly resume: DrillCommandInput;
  readonly end: DrillCommandInput;
  readonly jump: JumpDrillInput;
  readonly setSpeed: DrillSpeedInput;
  readonly note: NoteDrillInput;
  readonly release: ReleaseInjectInput;
  readonly takeBack: TakeBackInjectInput;
  readonly call: RecordCallInput;
  readonly mark: MarkResponseInput;
}

/** Acts of a unit's people. */
interface Answers {
  readonly acknowledge: AcknowledgeInjectInput;
  readonly complete: CompleteInjectInput;
}

type Doers<T, R> = { readonly [K in keyof T]: (input: T[K], viewer: Viewer | null) => Promise<R> };

/** Does an act, then answers how the drill stands. */
@Injectable()
export class DrillDesk {
  private readonly runs: Doers<Runs, Drill>;
  private readonly answers: Doers<Answers, AnsweredDrill>;

  constructor(
    private readonly views: DrillViewService,
    private readonly making: DrillMakingService,
    control: DrillControlService,
    release: DrillReleaseService,
    response: DrillResponseService,
    marking: DrillMarkingService,
  ) {
    this.runs = {
      start: (input, viewer) => control.start(input, viewer),
      pause: (input, viewer) => control.pause(input, viewer),
      resume: (input, viewer) => control.resume(input, viewer),
      end: (input, viewer) => control.end(input, viewer),
      jump: (input, viewer) => control.jump(input, viewer),
      setSpeed: (input, viewer) => control.setSpeed(input, viewer),
      note: (input, viewer) => control.note(input, viewer),
      release: (input, viewer) => release.release(input, viewer),
      takeBack: (input, viewer) => release.takeBack(input, viewer),
      call: (input, viewer) => release.call(input, viewer),
      mark: (input, viewer) => marking.mark(input, viewer),
    };
    this.answers = {
      acknowledge: (input, viewer) => response.acknowledge(input, viewer),
      complete: (input, viewer) => response.complete(input, viewer),
    };
  }

  /** @throws Refusal as `DrillMakingService.make` */
  async make(input: CreateDrillInput, viewer: Viewer | null): Promise<DrillBoard> {
    return this.views.board(await this.making.make(input, viewer), viewer);
  }

  /** @throws Refusal as the service of the act */
  async run<K extends keyof Runs>(what: K, input: Runs[K], viewer: Viewer | null): Promise<DrillBoard> {
    return this.views.board(await this.runs[what](input, viewer), viewer);
  }

  /** @throws Refusal as the service of the act */
  async answer<K extends keyof Answers>(what: K, input: Answers[K], viewer: Viewer | null): Promise<MyDrill> {
    return this.views.ofUnit(await this.answers[what](input, viewer));
  }
}
