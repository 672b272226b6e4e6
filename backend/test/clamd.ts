import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PROGRAMS = [process.env.CLAMD_PATH ?? '', '/usr/sbin/clamd', '/usr/local/sbin/clamd'];

/** The clamd of this machine; null when there is none. */
export const CLAMD = PROGRAMS.find((path) => path !== '' && existsSync(path)) ?? null;

/** The test file every scanner knows; written in two parts so that this source is not taken for it. */
export const EICAR = Buffer.from('X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-' + 'ANTIVIRUS-TEST-FILE!$H+H*');

/** A clamd that knows one signature of our own, so that no database has to be fetched. */
export class TestClamd {
  private readonly folder = mkdtempSync(join(tmpdir(), 'yanwu-clamd-'));
  private child: ChildProcess | null = null;
  readonly socket = join(this.folder, 'clamd.sock');

  /** Longest stream it takes. */
  constructor(private readonly streamMax = '25M') {}

  async start(): Promise<void> {
    const signature = EICAR.toString('hex');
    writeFileSync(join(this.folder, 'own.ndb'), `Yanwu.Test.EICAR:0:*:${signature}\n`);
    const lines = [
      ...[`LocalSocket ${this.socket}`, 'LocalSocketMode 666', 'Foreground yes', 'User root'],
      ...[`DatabaseDirectory ${this.folder}`, `StreamMaxLength ${this.streamMax}`, 'ConcurrentDatabaseReload no'],
    ].filter((line) => line !== 'User root' || process.getuid?.() === 0);
    const settings = join(this.folder, 'clamd.conf');
    writeFileSync(settings, `${lines.join('\n')}\n`);
    chmodSync(this.folder, 0o755);
    let said = '';
    this.child = spawn(CLAMD ?? '', ['--config-file', settings], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.child.stdout?.on('data', (part) => (said += String(part)));
    this.child.stderr?.on('data', (part) => (said += String(part)));
    while (!(await answers(this.socket))) {
      if (this.child.exitCode !== null) throw new Error(`clamd did not start: ${said}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async stop(): Promise<void> {
    const { child } = this;
    if (child !== null && child.exitCode === null) {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await gone;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.on('error', () => resolve(false));
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}
