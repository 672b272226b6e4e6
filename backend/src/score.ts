import { main } from './score/main.js';

process.exitCode = await main(process.argv.slice(2));
