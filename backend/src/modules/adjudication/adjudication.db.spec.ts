import { jest } from '@jest/globals';
import { buildWorld, type ServedWorld } from '../../../test/world.js';

jest.setTimeout(120_000);
let world: ServedWorld;

beforeAll(async () => {
  world = await buildWorld();
});
afterAll(async () => {
  await world?.stop();
});

it('shows untouched units with 8000 (worked example V1)', async () => {
  const { board } = await world.as.nobody.ask<{ board: { defense: { value: string }[] } }>(
    `query ($id: ID!) { board(exerciseId: $id) { asOfSeq isProvisional defense { name value rank previousRank trend { seq value } } attack { name points rank } recent { seq } } }`,
    { id: world.exerciseId },
  );
  console.log(JSON.stringify(board));
  expect(board.defense.map(({ value }) => value)).toEqual(['8000.00', '8000.00']);
});
