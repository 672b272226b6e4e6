import { ensureFirstAdmin } from './first-admin.js';
import { ConfigError, loadConfig } from './platform/config/config.js';
import { createServer } from './server.js';

/** A request that has not arrived whole by then is broken off; what has arrived of an upload in pieces stays. */
const REQUEST_TIMEOUT_MS = 5 * 60_000;

try {
  const config = loadConfig(process.env);
  const app = await createServer(config);
  const passwordFile = await ensureFirstAdmin(app, config);
  app.getHttpServer().requestTimeout = REQUEST_TIMEOUT_MS;
  await app.listen(config.port, config.host);
  if (passwordFile !== null) process.stdout.write(`YANWU_FIRST_ADMIN admin ${passwordFile}\n`);
  process.stdout.write(`YANWU_READY http://${config.host}:${config.port}\n`);
} catch (error) {
  const text =
    error instanceof ConfigError ? error.message : error instanceof Error ? (error.stack ?? '') : String(error);
  process.stderr.write(`${text}\n`);
  process.exit(1);
}
