import type { ClientBase } from 'pg';
import { ExportWriter } from '../../core/proof/export-format.js';
import { exportItems } from './export-rows.js';

/** Lines handed over at once: one by one they would cost more than what is in them. */
const LINES = 64;

/** The export file of an exercise, piece by piece. */
export async function* exportText(client: ClientBase, exerciseId: string, takenAt: Date): AsyncGenerator<string> {
  const writer = new ExportWriter();
  let lines: string[] = [];
  for await (const item of exportItems(client, exerciseId, takenAt)) {
    lines.push(writer.line(item));
    if (lines.length < LINES) continue;
    yield lines.join('');
    lines = [];
  }
  yield lines.join('') + writer.end();
}
