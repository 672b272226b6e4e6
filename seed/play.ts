import { NestFactory } from '@nestjs/core';
import { AppModule } from '../backend/src/app.module.js';
import { FixedClock } from '../backend/src/platform/clock/clock.js';
import { ConfigError, loadConfig } from '../backend/src/platform/config/config.js';
import { prepareDatabase } from '../backend/src/server.js';
import { isPlayed, playStory } from './player.js';

/** The clock starts before anything of the story; it can only be moved forward. */
const CLOCK_START_MS = 30 * 24 * 3_600_000;
/** The story ends this long before the present, so that nothing lies in the future. */
const MARGIN_MS = 60_000;

const now = new Date(Date.now() - MARGIN_MS);
const clock = new FixedClock(new Date(now.getTime() - CLOCK_START_MS));
const app = await NestFactory.createApplicationContext(AppModule.of(loadConfig(process.env), clock), {
  logger: ['fatal', 'error'],
  abortOnError: false,
});
try {
  await prepareDatabase(app);
  if (await isPlayed(app)) process.stdout.write('demo 100%\n');
  else await playStory(app, { clock, now, progress: (percent) => process.stdout.write(`demo ${percent}%\n`) });
} catch (error) {
  process.stderr.write(`${describe(error)}\n`);
  process.exitCode = 1;
}
await app.close();
process.exit();

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof ConfigError) return error.message;
  const cause = error.cause === undefined ? '' : `\n  ${describe(error.cause)}`;
  const fields = 'fields' in error ? ` ${JSON.stringify(error.fields)}` : '';
  return `${error.stack ?? error.message}${fields}${cause}`;
}
