import { randomBytes, randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { IdentityService } from './modules/identity/identity.service.js';
import type { Config } from './platform/config/config.js';

/**
 * Creates the account `admin` on an instance that has no account yet and leaves its random password in
 * a file that only the owner can read. Returns the file's path, or null when accounts exist.
 */
export async function ensureFirstAdmin(app: INestApplicationContext, config: Config): Promise<string | null> {
  const identity = app.get(IdentityService);
  if (!(await identity.isEmpty())) return null;
  const password = randomBytes(12).toString('base64url');
  const account = { commandId: randomUUID(), username: 'admin', displayName: '管理员', password };
  await identity.createUser(account, null, true);
  const path = join(config.dataDir, 'admin-password.txt');
  writeFileSync(path, `${password}\n`, { mode: 0o600 });
  return path;
}
