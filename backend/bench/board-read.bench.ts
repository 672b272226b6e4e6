import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Worker } from 'node:worker_threads';
import { type BenchContext, type BenchResult } from './people.js';
import type { LoadOrder } from './load.js';

const CONNECTIONS = 32;
const SECONDS = 4;
const WARM_SECONDS = 1;

/** The public board over HTTP, beside node:http sending the same bytes; then the same with a known ETag. */
export async function run(ctx: BenchContext): Promise<BenchResult[]> {
  await ctx.playDemo();
  const { url } = await ctx.startApp({ YANWU_DEMO: 'on' });
  const { hostname: host, port } = new URL(url);
  const path = '/api/board/yunze-2026';
  const answer = await fetch(url + path);
  const bytes = Buffer.from(await answer.arrayBuffer());
  const etag = answer.headers.get('etag') ?? '';
  const bare = createServer((req, res) => {
    if (req.headers['if-none-match'] === etag) res.writeHead(304, { etag }).end();
    else res.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length, etag }).end(bytes);
  });
  await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve));
  const barePort = (bare.address() as AddressInfo).port;
  const measure = async (toPort: number, headers: Record<string, string>): Promise<number> => {
    const order = { host, port: toPort, path, headers, connections: CONNECTIONS };
    await load({ ...order, seconds: WARM_SECONDS });
    return load({ ...order, seconds: SECONDS });
  };
  const known = { 'if-none-match': etag };
  const results = [
    {
      name: `board read (${(bytes.length / 1024).toFixed(1)} KiB, ${CONNECTIONS} connections)`,
      ours: await measure(Number(port), {}),
      bare: await measure(barePort, {}),
      unit: 'per second',
      target: 0.5,
      higherIsBetter: true,
    },
    {
      name: 'unchanged board (ETag, 304)',
      ours: await measure(Number(port), known),
      bare: await measure(barePort, known),
      unit: 'per second',
      target: 0.5,
      higherIsBetter: true,
    },
  ];
  bare.close();
  return results;
}

function load(order: LoadOrder): Promise<number> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./load.js', import.meta.url), { workerData: order });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
