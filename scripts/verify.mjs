/**
 * `npm run verify -- --exercise ID|CODE` or `-- --export FILE`: whether anything was changed since it was recorded.
 * Exit status: 0 everything holds, 1 something differs, 2 it could not be checked. docs/proof.md has the rest.
 */
import { runProgram } from './checked-program.mjs';
import { withDatabase } from './database-at-hand.mjs';

const needsDatabase = process.argv.slice(2).some((arg) => arg === '--exercise' || arg.startsWith('--exercise='));

await runProgram('verify', needsDatabase ? withDatabase : undefined);
