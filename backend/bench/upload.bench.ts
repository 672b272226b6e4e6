import { spawn } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type BenchContext, type BenchResult, Caller, demoExercise } from './people.js';

const MIB = 1024 ** 2;
const SIZE = 100 * MIB;
const PIECE = 64 * MIB;
const WRITE = MIB;
const ROUNDS = 5;

/** What is sent: a capture by its first bytes, noise behind them. */
const CONTENT = Buffer.concat([Buffer.from([0xd4, 0xc3, 0xb2, 0xa1]), randomBytes(SIZE - 4)]);
const DIGEST = createHash('sha256').update(CONTENT).digest('hex');

interface Call {
  readonly url: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: readonly Buffer[];
}

/**
 * An upload of 100 MiB: digest, encryption, file and receipt, at once and in pieces, beside busboy, SHA-256 and a file;
 * and by how much the server's memory grows over it.
 */
export async function run(ctx: BenchContext): Promise<BenchResult[]> {
  await ctx.playDemo();
  const { url, child } = await ctx.startApp({ YANWU_DEMO: 'on', YANWU_QUOTA_BYTES: String(64 * 1024 * MIB) });
  const attacker = await Caller.ofRole(url, 'ATTACKER');
  const { id } = await demoExercise(attacker);
  const bare = await startBare(ctx.dataDir);
  await bareUpload(bare.url);
  await atOnce(attacker, id);
  await inPieces(attacker, id);
  const before = memoryOf(child.pid);
  const seconds = { bare: 0, atOnce: 0, inPieces: 0 };
  // In turns, so that a busy moment of the machine befalls all of them.
  for (let round = 0; round < ROUNDS; round += 1) {
    seconds.bare += await timed(() => bareUpload(bare.url));
    seconds.atOnce += await timed(() => atOnce(attacker, id));
    seconds.inPieces += await timed(() => inPieces(attacker, id));
  }
  const after = memoryOf(child.pid);
  bare.stop();
  const rate = (took: number): number => (ROUNDS * SIZE) / 1e6 / took;
  const common = { bare: rate(seconds.bare), unit: 'MB/s', target: 0.9, higherIsBetter: true };
  return [
    { name: 'upload of 100 MiB at once, encrypted', ours: rate(seconds.atOnce), ...common },
    { name: 'upload of 100 MiB in pieces of 64 MiB, encrypted', ours: rate(seconds.inPieces), ...common },
    {
      name: `growth of the server's memory over ${2 * ROUNDS} uploads`,
      ...{ ours: Math.max(0, after - before) / MIB, bare: null, unit: 'MiB', target: 100, higherIsBetter: false },
    },
  ];
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - began) / 1e9;
}

async function atOnce(attacker: Caller, exerciseId: string): Promise<void> {
  const answer = await call({
    url: `${attacker.url}/api/evidence`,
    method: 'POST',
    headers: {
      ...{ cookie: attacker.cookie, 'x-yanwu': '1', 'content-type': 'application/octet-stream' },
      ...{ 'x-exercise-id': exerciseId, 'x-command-id': randomUUID(), 'x-file-name': 'bench.pcap' },
    },
    body: [CONTENT],
  });
  requireDigest(answer.text);
}

async function inPieces(attacker: Caller, exerciseId: string): Promise<void> {
  const protocol = { cookie: attacker.cookie, 'x-yanwu': '1', 'tus-resumable': '1.0.0' };
  const said = { exerciseId, commandId: randomUUID(), fileName: 'bench.pcap' };
  const metadata = Object.entries(said).map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`);
  const opened = await call({
    url: `${attacker.url}/api/uploads`,
    method: 'POST',
    headers: { ...protocol, 'upload-length': String(SIZE), 'upload-metadata': metadata.join(',') },
  });
  for (let offset = 0; offset < SIZE; offset += PIECE) {
    const { text } = await call({
      url: `${attacker.url}${opened.location}`,
      method: 'PATCH',
      headers: { ...protocol, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
      body: [CONTENT.subarray(offset, offset + PIECE)],
    });
    if (offset + PIECE >= SIZE) requireDigest(text);
  }
}

async function bareUpload(url: string): Promise<void> {
  const boundary = `----bench${randomUUID()}`;
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="bench.pcap"\r\n\r\n`;
  const { text } = await call({
    url,
    method: 'POST',
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: [Buffer.from(head), CONTENT, Buffer.from(`\r\n--${boundary}--\r\n`)],
  });
  requireDigest(text);
}

function requireDigest(text: string): void {
  if (!text.includes(DIGEST)) throw new Error(`not what was sent: ${text.slice(0, 300)}`);
}

/** Sends parts in writes of a size and reads the answer. */
async function call({ url, method, headers, body = [] }: Call): Promise<{ text: string; location: string }> {
  const length = body.reduce((sum, part) => sum + part.length, 0);
  const outgoing = request(url, { method, headers: { ...headers, 'content-length': String(length) } });
  const answered = once(outgoing, 'response');
  for (const part of body) {
    for (let at = 0; at < part.length; at += WRITE) {
      if (!outgoing.write(part.subarray(at, at + WRITE))) await once(outgoing, 'drain');
    }
  }
  outgoing.end();
  const [response] = (await answered) as [import('node:http').IncomingMessage];
  let text = '';
  for await (const part of response) text += String(part);
  return { text, location: response.headers.location ?? '' };
}

async function startBare(dataDir: string): Promise<{ url: string; stop: () => void }> {
  const program = fileURLToPath(new URL('./upload-bare.js', import.meta.url));
  const child = spawn(process.execPath, [program], {
    env: { ...process.env, NODE_ENV: 'production', YANWU_DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { url: `http://127.0.0.1:${line.toString().replace(/\D/g, '')}/`, stop: () => child.kill('SIGTERM') };
}

/** Resident memory in bytes. */
function memoryOf(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024;
}
