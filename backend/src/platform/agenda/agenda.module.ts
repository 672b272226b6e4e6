import { Global, Module } from '@nestjs/common';
import { Agenda } from './agenda.js';

/** Open matters are plumbing: a feature says what stands open, another shows it. */
@Global()
@Module({ providers: [Agenda], exports: [Agenda] })
export class AgendaModule {}
