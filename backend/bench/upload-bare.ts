/** The bare limit of an upload: busboy, SHA-256, a file, fsync; a process of its own, as the server is. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import busboy from 'busboy';

const folder = mkdtempSync(join(process.env.YANWU_DATA_DIR ?? tmpdir(), 'bare-'));

async function take(body: Readable): Promise<string> {
  const hash = createHash('sha256');
  const path = join(folder, randomUUID());
  const file = await open(path, 'w');
  for await (const chunk of body as AsyncIterable<Buffer>) {
    hash.update(chunk);
    await file.write(chunk);
  }
  await file.sync();
  await file.close();
  rmSync(path);
  return hash.digest('hex');
}

function receive(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const form = busboy({ headers: request.headers, limits: { fileSize: Infinity } });
    form.on('file', (_name, body) => void take(body).then(resolve, reject));
    form.on('error', reject);
    request.pipe(form);
  });
}

const server = createServer((request, response) => {
  receive(request).then(
    (digest) => response.end(digest),
    () => response.writeHead(500).end(),
  );
});
server.listen(0, '127.0.0.1', () => console.log(`BARE ${(server.address() as AddressInfo).port}`));
process.on('SIGTERM', () => {
  rmSync(folder, { recursive: true, force: true });
  process.exit(0);
});
