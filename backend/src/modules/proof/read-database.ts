import type { ClientBase } from 'pg';
import type { Dossier } from '../../core/proof/dossier.js';
import { DossierBuilder } from '../../core/proof/export-format.js';
import { exportItems } from './export-rows.js';

/** Reads an exercise as of one instant, as an export would: others may go on writing. */
export async function readDatabase(client: ClientBase, exerciseId: string, now: Date): Promise<Dossier> {
  const builder = new DossierBuilder();
  for await (const item of exportItems(client, exerciseId, now)) builder.take(item);
  return builder.dossier();
}
