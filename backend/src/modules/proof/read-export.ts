import { createReadStream } from 'node:fs';
import type { Dossier } from '../../core/proof/dossier.js';
import { ExportReader, type FileState } from '../../core/proof/export-format.js';

/**
 * Reads an exported file. Lines end with a line feed and nothing else: texts may hold any other kind of line break.
 * @throws ExportUnreadable when it is none or breaks off; the system's error when it cannot be read
 */
export async function readExport(path: string): Promise<{ dossier: Dossier; file: FileState }> {
  const reader = new ExportReader();
  let rest = '';
  for await (const chunk of createReadStream(path, { encoding: 'utf8' }) as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) reader.take(line);
  }
  if (rest !== '') reader.take(rest);
  return reader.finish();
}
