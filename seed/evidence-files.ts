import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawScreen, type Screen } from './screen.js';

/** A file of the story with the name of the step that stores it. */
export interface SeedFile {
  readonly step: string;
  readonly fileName: string;
  readonly bytes: Buffer;
}

/** A text file: log, record, note. */
export function textFile(step: string, fileName: string, lines: readonly string[]): SeedFile {
  return { step, fileName, bytes: Buffer.from(`${lines.join('\n')}\n`, 'utf8') };
}

/**
 * A screenshot, drawn beforehand into seed/evidence so that it looks the same on machines without Chinese fonts.
 * One that is missing there is drawn on the spot.
 */
export async function screenshot(folder: string, name: string, screen: Screen): Promise<Buffer> {
  const path = join(folder, 'evidence', `${name}.png`);
  return existsSync(path) ? readFileSync(path) : drawScreen(screen);
}

/** A terminal recording in asciicast v2: header line, then `[seconds, "o", text]`. */
export function castFile(step: string, fileName: string, lines: readonly string[]): SeedFile {
  const header = JSON.stringify({ version: 2, width: 100, height: 28, title: fileName });
  const frames = lines.map((line, index) => JSON.stringify([index * 0.8 + 0.4, 'o', `${line}\r\n`]));
  return textFile(step, fileName, [header, ...frames]);
}
