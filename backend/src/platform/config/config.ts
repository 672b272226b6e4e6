/**
 * The server's settings: read once at start, checked all together, never changed afterwards.
 * Only `main` touches process.env; everybody else is handed the Config.
 */
import { resolve } from 'node:path';

/** Severity from which log lines are written. */
export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

/** Everything that can be set from outside; docs/operator.md has the same table in words. */
export interface Config {
  /** TCP port of the page, the API and the live connections. */
  readonly port: number;
  /** Address to listen on. */
  readonly host: string;
  /** postgres:// URL of a PostgreSQL 15 or newer. */
  readonly databaseUrl: string;
  /** Absolute folder of evidence files and, by default, of the embedded database. */
  readonly dataDir: string;
  /** Whether demo data and demo accounts are wanted. */
  readonly demo: boolean;
  /** Most database connections one server process opens. */
  readonly poolSize: number;
  /** Address users see, when a proxy stands in front; no path, no trailing slash. */
  readonly publicUrl: string | undefined;
  /** Number of proxies whose X-Forwarded-* headers are believed; 0 believes none. */
  readonly trustProxy: number;
  /** Largest accepted file, in bytes. */
  readonly uploadMaxBytes: number;
  /** Hours until a login ends. */
  readonly sessionHours: number;
  readonly logLevel: LogLevel;
  /** Text under which the signing keys of exercises are sealed; undefined: kept in a file of the data folder. */
  readonly secret: string | undefined;
  /** All evidence of one team or unit, in bytes. */
  readonly quotaBytes: number;
  /** Text under which the keys of evidence files are sealed; undefined: kept in a file of the data folder. */
  readonly evidenceKey: string | undefined;
  /** The text before that, for the one start that seals the keys anew. */
  readonly evidenceKeyOld: string | undefined;
  /** Bucket of an S3-compatible store; undefined: evidence is kept in the data folder. */
  readonly s3: string | undefined;
  /** Where clamd listens; undefined: evidence is not scanned. */
  readonly clamd: string | undefined;
  /** A clock that runs fast since a real instant, for rehearsals; undefined: real time. */
  readonly rehearsalClock: RehearsalClock | undefined;
}

/** How fast time runs, and since when. */
export interface RehearsalClock {
  readonly speed: number;
  readonly since: Date;
}

/** One or more settings are wrong; the message has one line per wrong variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** How one variable is read: `read` answers undefined for a value that is not allowed. */
interface Variable<T> {
  readonly name: string;
  /** What may stand there, in words; completes "expected …". */
  readonly allowed: string;
  /** Value when the variable is missing or empty; none means that it must be given. */
  readonly fallback?: { readonly value: T };
  /** Kept out of error messages. */
  readonly secret?: boolean;
  read(text: string): T | undefined;
}

const GIB = 1024 ** 3;
const DEFAULT_UPLOAD = 2 * GIB - 1;
const UPLOAD_CEILING = 64 * GIB;
const LOG_LEVELS: readonly LogLevel[] = ['error', 'warn', 'info', 'debug'];
const SWITCH: ReadonlyMap<string, boolean> = new Map([
  ['on', true],
  ['off', false],
]);

function whole(name: string, range: readonly [number, number], fallback: number): Variable<number> {
  const [least, most] = range;
  return {
    name,
    allowed: `a whole number from ${least} to ${most}`,
    fallback: { value: fallback },
    read: (text) => {
      const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
      return value >= least && value <= most ? value : undefined;
    },
  };
}

function phrase(name: string): Variable<string | undefined> {
  return {
    name,
    allowed: 'at least 24 characters',
    fallback: { value: undefined },
    secret: true,
    read: (text) => (text.length >= 24 ? text : undefined),
  };
}

const parsed = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined);

const VARIABLES: { readonly [K in keyof Config]: Variable<Config[K]> } = {
  port: whole('PORT', [1, 65_535], 3000),
  host: {
    name: 'HOST',
    allowed: 'an address or host name to listen on, such as 127.0.0.1 or 0.0.0.0',
    fallback: { value: '127.0.0.1' },
    read: (text) => (/^[\w.:-]+$/.test(text) ? text : undefined),
  },
  databaseUrl: {
    name: 'DATABASE_URL',
    allowed: 'postgres://user:password@host:port/database',
    secret: true,
    read: (text) => {
      const url = parsed(text);
      const complete = url !== undefined && /^postgres(ql)?:$/.test(url.protocol) && url.pathname.length > 1;
      return complete ? text : undefined;
    },
  },
  dataDir: {
    name: 'YANWU_DATA_DIR',
    allowed: 'a folder',
    fallback: { value: resolve('.yanwu') },
    read: (text) => resolve(text),
  },
  demo: {
    name: 'YANWU_DEMO',
    allowed: 'on or off',
    fallback: { value: true },
    read: (text) => SWITCH.get(text.toLowerCase()),
  },
  poolSize: whole('YANWU_POOL_SIZE', [2, 200], 10),
  publicUrl: {
    name: 'YANWU_PUBLIC_URL',
    allowed: 'http(s)://host[:port] without a path',
    fallback: { value: undefined },
    read: (text) => {
      const url = parsed(text);
      return url !== undefined && /^https?:$/.test(url.protocol) && text.replace(/\/$/, '') === url.origin
        ? url.origin
        : undefined;
    },
  },
  trustProxy: whole('YANWU_TRUST_PROXY', [0, 8], 0),
  uploadMaxBytes: whole('YANWU_UPLOAD_MAX_BYTES', [1024, UPLOAD_CEILING], DEFAULT_UPLOAD),
  sessionHours: whole('YANWU_SESSION_HOURS', [1, 720], 12),
  logLevel: {
    name: 'YANWU_LOG_LEVEL',
    allowed: LOG_LEVELS.join(', '),
    fallback: { value: 'info' },
    read: (text) => LOG_LEVELS.find((level) => level === text),
  },
  secret: phrase('YANWU_SECRET'),
  quotaBytes: whole('YANWU_QUOTA_BYTES', [1024 ** 2, 1024 * GIB], 20 * GIB),
  evidenceKey: phrase('YANWU_EVIDENCE_KEY'),
  evidenceKeyOld: phrase('YANWU_EVIDENCE_KEY_OLD'),
  s3: {
    name: 'YANWU_S3',
    allowed: 'http(s)://ACCESS_KEY:SECRET_KEY@host[:port]/bucket[/prefix][?region=…&style=path|virtual]',
    fallback: { value: undefined },
    secret: true,
    read: (text) => (isBucket(parsed(text)) ? text : undefined),
  },
  clamd: {
    name: 'YANWU_CLAMD',
    allowed: 'host:port, or the path of a Unix socket',
    fallback: { value: undefined },
    read: (text) => (/^(\/[^\0]+|(\[[\da-fA-F:.]+\]|[\w.-]+):\d{1,5})$/.test(text) ? text : undefined),
  },
  rehearsalClock: {
    name: 'YANWU_REHEARSAL_CLOCK',
    allowed: 'SPEED@INSTANT with a speed from 2 to 3600 and an instant that is past, such as 60@2026-09-01T08:00:00Z',
    fallback: { value: undefined },
    read: rehearsal,
  },
};

function rehearsal(text: string): RehearsalClock | undefined {
  const [whole, speed, instant = ''] = /^(\d{1,4})@(\d{4}-\d\d-\d\dT\S+Z)$/.exec(text) ?? [];
  const since = new Date(instant);
  const isAllowed = Number(speed) >= 2 && Number(speed) <= 3600 && since.getTime() <= Date.now();
  return whole !== undefined && isAllowed ? { speed: Number(speed), since } : undefined;
}

function isBucket(url: URL | undefined): boolean {
  if (url === undefined || !/^https?:$/.test(url.protocol)) return false;
  const style = url.searchParams.get('style') ?? 'path';
  const isNamed = /^\/[a-z0-9][a-z0-9.-]{1,62}(\/[\w./-]*)?$/.test(url.pathname);
  return isNamed && url.username !== '' && url.password !== '' && ['path', 'virtual'].includes(style);
}

/** Names of all variables that are read, in the order of Config. */
export const CONFIG_VARIABLES: readonly string[] = Object.values(VARIABLES).map((variable) => variable.name);

/**
 * Reads the settings from an environment. An empty variable counts as missing.
 * @throws ConfigError naming every wrong variable, what was given and what is allowed
 */
export function loadConfig(env: Environment): Config {
  const problems: string[] = [];
  const take = <T>(variable: Variable<T>): T | undefined => {
    const text = env[variable.name]?.trim() ?? '';
    if (text === '' && variable.fallback) return variable.fallback.value;
    const value = text === '' ? undefined : variable.read(text);
    if (value === undefined) problems.push(problem(variable, text));
    return value;
  };
  const read = Object.entries(VARIABLES).map(([key, variable]) => [key, take(variable as Variable<unknown>)]);
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze(Object.fromEntries(read) as unknown as Config);
}

function problem(variable: Variable<unknown>, given: string): string {
  const seen = variable.secret ? '(not shown)' : JSON.stringify(given);
  return `${variable.name}: ${given === '' ? 'missing' : `got ${seen}`}, expected ${variable.allowed}`;
}
