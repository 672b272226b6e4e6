import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { CONFIG_VARIABLES, ConfigError, loadConfig } from './config.js';

const DATABASE_URL = 'postgres://yanwu:secret@127.0.0.1:5432/yanwu';

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('loadConfig', () => {
  it('needs only the database and fills in the rest', () => {
    const config = loadConfig({ DATABASE_URL });
    expect(config).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      databaseUrl: DATABASE_URL,
      demo: true,
      poolSize: 10,
      publicUrl: undefined,
      trustProxy: 0,
      uploadMaxBytes: 2_147_483_647,
      sessionHours: 12,
      logLevel: 'info',
      quotaBytes: 21_474_836_480,
      evidenceKey: undefined,
      s3: undefined,
      clamd: undefined,
    });
    expect(isAbsolute(config.dataDir)).toBe(true);
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('reads every variable', () => {
    const config = loadConfig({
      DATABASE_URL,
      PORT: '8080',
      HOST: '0.0.0.0',
      YANWU_DATA_DIR: 'data',
      YANWU_DEMO: 'off',
      YANWU_POOL_SIZE: '20',
      YANWU_PUBLIC_URL: 'https://yanwu.example/',
      YANWU_TRUST_PROXY: '1',
      YANWU_UPLOAD_MAX_BYTES: '1048576',
      YANWU_SESSION_HOURS: '24',
      YANWU_LOG_LEVEL: 'debug',
      YANWU_QUOTA_BYTES: '1073741824',
      YANWU_EVIDENCE_KEY: 'a phrase of some length, the new one',
      YANWU_EVIDENCE_KEY_OLD: 'a phrase of some length, the old one',
      YANWU_S3: 'https://key:secret@s3.example:9000/yanwu/evidence?region=cn-north-1&style=virtual',
      YANWU_CLAMD: '127.0.0.1:3310',
    });
    expect(config).toEqual({
      port: 8080,
      host: '0.0.0.0',
      databaseUrl: DATABASE_URL,
      dataDir: resolve('data'),
      demo: false,
      poolSize: 20,
      publicUrl: 'https://yanwu.example',
      trustProxy: 1,
      uploadMaxBytes: 1_048_576,
      sessionHours: 24,
      logLevel: 'debug',
      quotaBytes: 1_073_741_824,
      evidenceKey: 'a phrase of some length, the new one',
      evidenceKeyOld: 'a phrase of some length, the old one',
      s3: 'https://key:secret@s3.example:9000/yanwu/evidence?region=cn-north-1&style=virtual',
      clamd: '127.0.0.1:3310',
    });
  });

  it.each([
    ['PORT', '0', 'PORT: got "0", expected a whole number from 1 to 65535'],
    ['PORT', '3000x', 'PORT: got "3000x", expected a whole number from 1 to 65535'],
    ['HOST', 'a b', 'HOST: got "a b", expected an address or host name to listen on, such as 127.0.0.1 or 0.0.0.0'],
    ['YANWU_DEMO', 'maybe', 'YANWU_DEMO: got "maybe", expected on or off'],
    ['YANWU_DEMO', 'constructor', 'YANWU_DEMO: got "constructor", expected on or off'],
    [
      'YANWU_UPLOAD_MAX_BYTES',
      '68719476737',
      'YANWU_UPLOAD_MAX_BYTES: got "68719476737", expected a whole number from 1024 to 68719476736',
    ],
    ['YANWU_CLAMD', 'clamd', 'YANWU_CLAMD: got "clamd", expected host:port, or the path of a Unix socket'],
    ['YANWU_EVIDENCE_KEY', 'short', 'YANWU_EVIDENCE_KEY: got (not shown), expected at least 24 characters'],
    [
      'YANWU_S3',
      'https://s3.example/yanwu',
      'YANWU_S3: got (not shown), expected http(s)://ACCESS_KEY:SECRET_KEY@host[:port]/bucket[/prefix][?region=…&style=path|virtual]',
    ],
    [
      'YANWU_PUBLIC_URL',
      'https://a.example/path',
      'YANWU_PUBLIC_URL: got "https://a.example/path", expected http(s)://host[:port] without a path',
    ],
    ['YANWU_LOG_LEVEL', 'verbose', 'YANWU_LOG_LEVEL: got "verbose", expected error, warn, info, debug'],
  ])('refuses %s=%s with one clear line', (name, value, line) => {
    expect(problemsOf({ DATABASE_URL, [name]: value })).toEqual([line]);
  });

  it('names every wrong variable at once and never shows the database password', () => {
    const problems = problemsOf({
      DATABASE_URL: 'mysql://root:secret@localhost/x',
      PORT: 'http',
      YANWU_SESSION_HOURS: '0',
    });
    expect(problems).toEqual([
      'PORT: got "http", expected a whole number from 1 to 65535',
      'DATABASE_URL: got (not shown), expected postgres://user:password@host:port/database',
      'YANWU_SESSION_HOURS: got "0", expected a whole number from 1 to 720',
    ]);
  });

  it('says what is missing', () => {
    expect(problemsOf({ DATABASE_URL: ' ' })).toEqual([
      'DATABASE_URL: missing, expected postgres://user:password@host:port/database',
    ]);
  });

  it('is documented variable by variable in docs/operator.md', () => {
    const manual = readFileSync('docs/operator.md', 'utf8');
    expect(CONFIG_VARIABLES.filter((name) => !manual.includes(`| \`${name}\` |`))).toEqual([]);
  });
});
