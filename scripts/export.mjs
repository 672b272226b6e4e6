/** `npm run export -- --exercise ID|CODE --out FILE`: one exercise as a file that can be checked without a server. */
import { runProgram } from './checked-program.mjs';
import { withDatabase } from './database-at-hand.mjs';

await runProgram('export', withDatabase);
