/** clamd for the tests of the malware scan; fetched through apt-get when missing and we are root, else done without. */
import fs from 'node:fs';
import { run, say } from './runtime.mjs';

const PROGRAMS = ['/usr/sbin/clamd', '/usr/local/sbin/clamd'];
const PACKAGE = 'clamav-daemon';

const clamd = () => [process.env.CLAMD_PATH, ...PROGRAMS].find((file) => file && fs.existsSync(file));

/**
 * Makes sure that clamd is there where that can be done (about 20 s, no signature database). Where it cannot, the tests
 * that need it are skipped and say so by name.
 */
export async function ensureScanner() {
  if (clamd()) return;
  const command = `apt-get update && apt-get install -y --no-install-recommends ${PACKAGE}`;
  if (process.getuid?.() !== 0) {
    say(`没有 clamd，相关测试跳过`, `no clamd: its tests are skipped; to run them:  sudo sh -c '${command}'`);
    return;
  }
  say(`安装 ${PACKAGE}`, 'installing for the tests of the malware scan');
  const { code } = await run('sh', ['-c', command], { env: { DEBIAN_FRONTEND: 'noninteractive' } });
  if (code !== 0) say('clamd 没有装上，相关测试跳过', 'clamd could not be installed: its tests are skipped');
}
