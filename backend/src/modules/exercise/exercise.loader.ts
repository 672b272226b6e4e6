import DataLoader from 'dataloader';
import type { ApiContext } from '../../platform/access/viewer.js';
import type { IdentityService } from '../identity/identity.service.js';
import type { User } from '../identity/user.entity.js';
import { AttackTeam } from './attack-team.entity.js';
import type { Exercise } from './exercise.entity.js';
import type { ExerciseService } from './exercise.service.js';
import { Unit } from './unit.entity.js';

/** The request's loader of that name, made on first use: many rows, one query. */
export function loaderOf<T extends { id: string }>(
  context: ApiContext,
  name: string,
  fetch: (ids: readonly string[]) => Promise<T[]>,
): DataLoader<string, T> {
  const known = context.loaders.get(name) as DataLoader<string, T> | undefined;
  if (known) return known;
  const loader = new DataLoader<string, T>(async (ids) => {
    const byId = new Map((await fetch(ids)).map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id) ?? new Error(`${name} ${id} is gone`));
  });
  context.loaders.set(name, loader);
  return loader;
}

export function userLoader(context: ApiContext, identity: IdentityService): DataLoader<string, User> {
  return loaderOf(context, 'user', (ids) => identity.byIds(ids));
}

export function exerciseLoader(context: ApiContext, exercises: ExerciseService): DataLoader<string, Exercise> {
  return loaderOf(context, 'exercise', (ids) => exercises.byIds(ids));
}

export function teamLoader(context: ApiContext, exercises: ExerciseService): DataLoader<string, AttackTeam> {
  return loaderOf(context, 'attackTeam', (ids) => exercises.rowsById(AttackTeam, ids));
}

export function unitLoader(context: ApiContext, exercises: ExerciseService): DataLoader<string, Unit> {
  return loaderOf(context, 'unit', (ids) => exercises.rowsById(Unit, ids));
}
