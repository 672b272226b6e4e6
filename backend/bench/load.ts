import { connect } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

/** What the load worker is told: where to ask, how wide, how long. */
export interface LoadOrder {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly connections: number;
  readonly seconds: number;
}

const order = workerData as LoadOrder;
const head = Object.entries({ host: `${order.host}:${order.port}`, ...order.headers });
const request = `GET ${order.path} HTTP/1.1\r\n${head.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;

let answers = 0;
const end = performance.now() + order.seconds * 1000;

/** One keep-alive connection that asks again as soon as it has its whole answer. */
function ask(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(order.port, order.host);
    let missing = -1;
    let headText = '';
    socket.on('connect', () => socket.write(request));
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      if (missing < 0) {
        headText += chunk.toString('latin1');
        const cut = headText.indexOf('\r\n\r\n');
        if (cut < 0) return;
        const length = /content-length: (\d+)/i.exec(headText)?.[1];
        missing = Number(length ?? 0) - (headText.length - cut - 4);
      } else {
        missing -= chunk.length;
      }
      if (missing > 0) return;
      missing = -1;
      headText = '';
      answers += 1;
      if (performance.now() < end) socket.write(request);
      else {
        socket.destroy();
        resolve();
      }
    });
  });
}

await Promise.all(Array.from({ length: order.connections }, ask));
parentPort?.postMessage(answers / order.seconds);
