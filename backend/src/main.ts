import { createServer } from './server.js';
import { ConfigError, loadConfig } from './platform/config/config.js';

try {
  const config = loadConfig(process.env);
  const app = await createServer(config);
  await app.listen(config.port, config.host);
  process.stdout.write(`YANWU_READY http://${config.host}:${config.port}\n`);
} catch (error) {
  const text = error instanceof ConfigError ? error.message : error instanceof Error ? (error.stack ?? '') : String(error);
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
  process.exit();
}
