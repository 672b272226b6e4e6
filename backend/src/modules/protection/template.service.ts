import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Injectable, Logger } from '@nestjs/common';
import { readProtectionFile } from '../../core/protection/template-file.js';
import type { CycleEntry, ProtectionFile, PublishedWindow, TaskTemplate } from '../../core/protection/template.js';

/** Where templates lie, from the top of the project. */
const FOLDER = 'scenarios/protection';

/** Templates of protection periods: the files of scenarios/protection, read once. */
@Injectable()
export class TemplateService {
  private readonly log = new Logger(TemplateService.name);
  private read: readonly ProtectionFile[] | null = null;

  /** Task plans, in order of their keys. */
  templates(): readonly TaskTemplate[] {
    return this.files().flatMap((file) => (file.kind === 'TASKS' ? [file.template] : []));
  }

  /** What comes every year. */
  cycle(): readonly CycleEntry[] {
    return this.files().flatMap((file) => (file.kind === 'CYCLE' ? file.cycle : []));
  }

  /** Windows of published notices. */
  windows(): readonly PublishedWindow[] {
    return this.files().flatMap((file) => (file.kind === 'WINDOWS' ? file.windows : []));
  }

  private files(): readonly ProtectionFile[] {
    this.read ??= this.readAll();
    return this.read;
  }

  /** A file that is wrong is left out, and the log says why. */
  private readAll(): ProtectionFile[] {
    const folder = folderOf();
    const names = folder === null ? [] : readdirSync(folder).filter((name) => name.endsWith('.yaml'));
    return names.sort().flatMap((name) => {
      const outcome = readProtectionFile(readFileSync(join(folder ?? '', name), 'utf8'), name);
      if ('file' in outcome) return [outcome.file];
      for (const { line, column, message } of outcome.problems) {
        this.log.error(`${FOLDER}/${name}:${line}:${column} ${message.en}`);
      }
      return [];
    });
  }
}

/** The folder above this file, whether it runs from its source or built. */
function folderOf(): string | null {
  let here = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const folder = resolve(here, FOLDER);
    if (existsSync(folder)) return folder;
    if (dirname(here) === here) return null;
    here = dirname(here);
  }
}
