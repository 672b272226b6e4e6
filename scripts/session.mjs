/**
 * One running Yanwu per data directory, and an orderly end however it comes: Ctrl-C, SIGTERM, a closed terminal,
 * a crash of the server or of the database. After kill -9 the next session clears away what was left.
 */
import fs from 'node:fs';
import path from 'node:path';
import { MAIN } from './app.mjs';
import { commandLine, identify, parentOf, recall, remember, stillRuns, stop } from './processes.mjs';
import { at, complain, killRunning, Plain, say, until } from './runtime.mjs';

const NPM_CHECK_MS = 1000;
const HANDOVER_MS = 30_000;

/** The data directory (YANWU_DATA_DIR, else .yanwu in the project), made if need be. */
export function dataDirectory() {
  const dir = path.resolve(at(), process.env.YANWU_DATA_DIR || '.yanwu');
  try {
    // 0711: PostgreSQL's user must be able to pass through; everything inside is private by its own mode.
    if (fs.mkdirSync(dir, { recursive: true }) !== undefined) fs.chmodSync(dir, 0o711);
    fs.mkdirSync(path.join(dir, 'run'), { recursive: true, mode: 0o700 });
    fs.accessSync(dir, fs.constants.W_OK);
    return fs.realpathSync(dir);
  } catch (error) {
    throw new Plain(`数据目录不可写  cannot write the data directory ${dir} (${error.code}): set YANWU_DATA_DIR`);
  }
}

/** The npm that runs us, directly or through its shell; undefined when started by hand. */
function findNpm() {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const parent = process.ppid;
  return identify(/^\S*sh -c /.test(commandLine(parent)) ? parentOf(parent) : parent);
}

/** Told to stop, or its npm was killed and it is about to notice. */
const isLeaving = (record) => record && (record.ending || (record.npm && !stillRuns(record.npm)));

export class Session {
  #closers = [];
  #ending;
  #dir;
  #npm = findNpm();

  /** Takes the data directory for this process; refuses while another session is using it. */
  static async open(dataDir) {
    const session = new Session(path.join(dataDir, 'run'));
    await session.#claim();
    await session.#clearLeftovers();
    session.#listen();
    return session;
  }

  constructor(dir) {
    this.#dir = dir;
  }

  get #startFile() {
    return path.join(this.#dir, 'start.json');
  }

  get #serverFile() {
    return path.join(this.#dir, 'server.json');
  }

  async #claim() {
    const other = () => {
      const record = recall(this.#startFile);
      return stillRuns(record) && record.pid !== process.pid ? record : undefined;
    };
    if (isLeaving(other())) await until(() => !other(), HANDOVER_MS);
    const running = other();
    if (running) {
      throw new Plain(
        `演武已在运行 (进程 ${running.pid})  Yanwu is already running${running.url ? ` at ${running.url}` : ''} ` +
          `with this data directory: stop it first (Ctrl-C there, or kill ${running.pid})`,
      );
    }
    this.announce();
  }

  /** A server that survived the kill -9 of its starter holds the port and the database: end it. */
  async #clearLeftovers() {
    const server = recall(this.#serverFile);
    if (stillRuns(server) && commandLine(server.pid).includes(MAIN)) {
      say('停止上次遗留的服务器', `stopping the server left over from last time (pid ${server.pid})`);
      await stop(server);
    }
    fs.rmSync(this.#serverFile, { force: true });
  }

  #listen() {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
      process.on(signal, () => void this.end(0, '正在停止', 'stopping'));
    process.on('uncaughtException', (error) => {
      complain(error);
      void this.end(1);
    });
    if (this.#npm) this.#watchNpm();
  }

  /** npm killed with -9 cannot pass anything on, and its shell does not; so we look. */
  #watchNpm() {
    setInterval(() => {
      if (!stillRuns(this.#npm)) void this.end(1, 'npm 已退出,正在停止', 'npm has gone, stopping');
    }, NPM_CHECK_MS).unref();
  }

  /** Something to stop at the end; the last added is stopped first. */
  onEnd(closer) {
    this.#closers.push(closer);
    // The end may have come while the thing was starting.
    if (this.#ending) void closer();
  }

  /** Ends the session when this child dies unasked. */
  watch(child, zh, en) {
    child.once('exit', (code, signal) => {
      if (!this.#ending) void this.end(1, zh, `${en} (${signal ?? `code ${code}`})`);
    });
  }

  /** Writes down the server's identity for the session after a crash. */
  rememberServer(pid) {
    remember(this.#serverFile, pid);
  }

  /** Writes down that this process holds the data directory; url is shown to whoever tries to start a second one. */
  announce(url) {
    remember(this.#startFile, process.pid, { url, npm: this.#npm });
  }

  get ending() {
    return this.#ending !== undefined;
  }

  /** Stops everything in order and exits; later calls wait for the first. */
  end(code, zh, en) {
    this.#ending ??= this.#close(code, zh, en);
    return this.#ending;
  }

  async #close(code, zh, en) {
    if (zh) say(zh, en);
    remember(this.#startFile, process.pid, { ending: true });
    killRunning();
    for (const closer of this.#closers.reverse()) {
      try {
        await closer();
      } catch (error) {
        complain(error);
      }
    }
    fs.rmSync(this.#serverFile, { force: true });
    fs.rmSync(this.#startFile, { force: true });
    process.exit(code);
  }
}
