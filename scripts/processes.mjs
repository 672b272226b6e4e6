/**
 * Knowing a process again. A bare pid is not enough: after a crash or a reboot it may belong to a stranger,
 * and a stranger must never be killed. So we remember the start time and the boot too, and compare by /proc.
 */
import fs from 'node:fs';
import net from 'node:net';
import { readJson, until, writeJson } from './runtime.mjs';

const read = (file) => {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
};

/** The fields of /proc/<pid>/stat from the third (the state) on; empty when there is no such process. */
function statFields(pid) {
  const stat = read(`/proc/${pid}/stat`);
  return stat ? stat.slice(stat.lastIndexOf(')') + 2).split(' ') : [];
}

/** Start time in clock ticks since boot; undefined when dead, zombie or unknowable. */
function startTicks(pid) {
  const fields = statFields(pid);
  return fields[0] === 'Z' ? undefined : fields[19];
}

/** The parent's pid; NaN when unknown. */
export const parentOf = (pid) => Number(statFields(pid)[1]);

/** What identifies a running process. */
export function identify(pid) {
  return { pid, ticks: startTicks(pid), boot: read('/proc/sys/kernel/random/boot_id')?.trim() };
}

/** Whether the recorded process still runs; false also where there is no /proc to prove it. */
export function stillRuns(record) {
  if (!record?.pid || record.ticks === undefined) return false;
  const now = identify(record.pid);
  return now.ticks === record.ticks && now.boot === record.boot;
}

/** The command line of a process, words joined by spaces; empty when unknown. */
export const commandLine = (pid) => read(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ').trim() ?? '';

/** Writes down which process plays a role (start, server). */
export function remember(file, pid, more = {}) {
  writeJson(file, { ...identify(pid), ...more }, 0o600);
}

/** Reads a record written by `remember`. */
export const recall = (file) => readJson(file);

const signal = (pid, name) => {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
};

/**
 * Stops a recorded process politely, then firmly; does nothing when the pid is no longer that process.
 * @param {string[]} signals one after another, each given `ms` milliseconds
 */
export async function stop(record, signals = ['SIGTERM', 'SIGKILL'], ms = 10_000) {
  for (const name of signals) {
    if (!stillRuns(record)) return;
    signal(record.pid, name);
    await until(() => !stillRuns(record), ms);
  }
}

const hasEnded = (child) => child.pid === undefined || child.exitCode !== null || child.signalCode !== null;

/** The same for a child of ours, which we know without /proc. */
export async function stopChild(child, signals = ['SIGTERM', 'SIGKILL'], ms = 10_000) {
  for (const name of signals) {
    if (hasEnded(child)) return;
    child.kill(name);
    await until(() => hasEnded(child), ms);
  }
}

/** Whether host:port can be listened on now. */
export function portIsFree(port, host = '127.0.0.1') {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** A free loopback port, chosen by the system. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen({ port: 0, host: '127.0.0.1' }, () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
