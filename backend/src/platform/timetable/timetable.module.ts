import { Global, Module } from '@nestjs/common';
import { TimetableWorker } from './timetable.worker.js';
import { Timetable } from './timetable.service.js';

/** Time is plumbing: a feature says when it wants to be looked at, and what to do then. */
@Global()
@Module({ providers: [Timetable, TimetableWorker], exports: [Timetable] })
export class TimetableModule {}
