import { Journal1790000000001 } from './migrations/0001-journal.js';
import { Exercise1790000000002 } from './migrations/0002-exercise.js';
import { Submission1790000000003 } from './migrations/0003-submission.js';
import { Adjudication1790000000004 } from './migrations/0004-adjudication.js';

/** Every schema change, oldest first. Add at the end; never edit one that has shipped. */
export const MIGRATIONS = [
  Journal1790000000001,
  Exercise1790000000002,
  Submission1790000000003,
  Adjudication1790000000004,
];
