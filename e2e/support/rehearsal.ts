import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How much faster than real time a rehearsal's clock runs: hardly, since days are jumped over. */
const SPEED = 2;
const READY_MS = 60_000;

interface Programs {
  readonly databaseUrl: string;
  readonly node: string;
  readonly main: string;
}

/**
 * A server of one journey, with an empty database and a clock of its own. A jump in time is a
 * restart of the server, so that whatever was planned is also seen to survive one.
 */
export class Rehearsal {
  private child: ChildProcess | null = null;

  private constructor(
    private readonly programs: Programs,
    private readonly place: { readonly dataDir: string; readonly port: number },
  ) {}

  /** Starts the server on its empty database, its clock showing `instant`, which must lie in the future. */
  static async at(instant: Date): Promise<Rehearsal> {
    const programs = JSON.parse(readFileSync(join(import.meta.dirname, '../out/rehearsal.json'), 'utf8')) as Programs;
    const dataDir = mkdtempSync(join(tmpdir(), 'yanwu-rehearsal-'));
    const rehearsal = new Rehearsal(programs, { dataDir, port: await freePort() });
    await rehearsal.jumpTo(instant);
    return rehearsal;
  }

  get url(): string {
    return `http://127.0.0.1:${this.place.port}`;
  }

  /** Password of the account `admin`, which the first start made. */
  adminPassword(): string {
    return readFileSync(join(this.place.dataDir, 'admin-password.txt'), 'utf8').trim();
  }

  /** Starts the server again with its clock at a later instant. */
  async jumpTo(instant: Date): Promise<void> {
    await this.end();
    const now = Date.now();
    // now = since + (real now - since) × speed
    const since = new Date((now * SPEED - instant.getTime()) / (SPEED - 1));
    this.child = spawn(this.programs.node, [this.programs.main], {
      env: {
        ...process.env,
        NODE_ENV: 'production',
        HOST: '127.0.0.1',
        PORT: String(this.place.port),
        DATABASE_URL: this.programs.databaseUrl,
        YANWU_DATA_DIR: this.place.dataDir,
        YANWU_DEMO: 'off',
        YANWU_SESSION_HOURS: '720',
        YANWU_REHEARSAL_CLOCK: `${SPEED}@${since.toISOString()}`,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await ready(this.child);
  }

  /** Stops the server and removes what it left. */
  async close(): Promise<void> {
    await this.end();
    rmSync(this.place.dataDir, { recursive: true, force: true });
  }

  private async end(): Promise<void> {
    const { child } = this;
    if (child === null || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the rehearsal server does not become ready')), READY_MS);
    child.once('exit', (code) => reject(new Error(`the rehearsal server ended with ${code}`)));
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      if (!text.includes('YANWU_READY')) return;
      clearTimeout(timer);
      resolve();
    });
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
