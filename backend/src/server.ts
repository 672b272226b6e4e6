import type { IncomingMessage } from 'node:http';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LogLevel as NestLogLevel } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { NestExpressApplication } from '@nestjs/platform-express';
import express, { type NextFunction, type RequestHandler, type Response } from 'express';
import helmet from 'helmet';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { AppModule } from './app.module.js';
import { BoardBytesService } from './modules/board/board-bytes.service.js';
import { EvidenceKeys } from './modules/evidence/evidence-keys.service.js';
import { EvidenceStores } from './modules/evidence/evidence-stores.service.js';
import { CertificateService } from './modules/custody/certificate.service.js';
import { tokenFromCookies } from './modules/identity/session.cookie.js';
import { SessionService } from './modules/identity/session.service.js';
import { SessionWatch } from './modules/identity/session.watch.js';
import { CheckpointTimer } from './modules/proof/checkpoint.timer.js';
import { ProofStartService } from './modules/proof/proof-start.service.js';
import { RuleSetService } from './modules/ruleset/ruleset.service.js';
import type { ViewerRequest } from './platform/access/viewer.js';
import { Clock } from './platform/clock/clock.js';
import type { Config, LogLevel } from './platform/config/config.js';
import { CONFIG } from './platform/config/config.module.js';
import { LiveEndpoint } from './platform/graphql/live-endpoint.js';
import { MAX_BODY_BYTES } from './platform/graphql/limits.js';
import { RefusalFilter } from './platform/http/refusal.filter.js';
import { servePages } from './platform/http/pages.js';
import { serveReady } from './platform/http/ready.js';
import { SigningKeys } from './platform/signing/signing-keys.service.js';
import { TimetableWorker } from './platform/timetable/timetable.worker.js';

/** Top of the project, from dist/backend/src or backend/src alike. */
export const PROJECT_ROOT = projectRoot();
/** Advisory lock number under which one instance at a time migrates. */
const MIGRATION_LOCK = 790_001;
const LEVELS: Readonly<Record<LogLevel, NestLogLevel[]>> = {
  error: ['fatal', 'error'],
  warn: ['fatal', 'error', 'warn'],
  info: ['fatal', 'error', 'warn', 'log'],
  debug: ['fatal', 'error', 'warn', 'log', 'debug', 'verbose'],
};

/** Brings the database up to date and the preset rule-sets in; safe to repeat. */
export async function prepareDatabase(app: { get: NestExpressApplication['get'] }): Promise<void> {
  const { databaseUrl } = app.get<Config>(CONFIG);
  await migrate(app.get(DataSource), databaseUrl);
  const ruleSets = app.get(RuleSetService);
  await ruleSets.addFolder(resolve(PROJECT_ROOT, 'scenarios/rulesets'));
  await ruleSets.warm();
  await app.get(SigningKeys).prepare();
  await app.get(EvidenceKeys).prepare();
  await app.get(EvidenceStores).prepare();
  await app.get(ProofStartService).startAll();
}

/** Runs missing migrations; instances that start together wait for each other. */
async function migrate(dataSource: DataSource, databaseUrl: string): Promise<void> {
  const lock = new pg.Client({ connectionString: databaseUrl, application_name: 'yanwu-migrate' });
  await lock.connect();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await dataSource.runMigrations();
  } finally {
    await lock.end();
  }
}

/** The whole server, initialised but not yet listening. */
export async function createServer(config: Config, clock?: Clock): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.of(config, clock), {
    logger: LEVELS[config.logLevel],
    bodyParser: false,
    abortOnError: false,
  });
  app.set('trust proxy', config.trustProxy);
  app.disable('x-powered-by');
  app.set('etag', false);
  const time = app.get(Clock);
  if (time.speed !== 1) app.use(tellTime(time));
  app.use('/api/board', fastBoard(app.get(BoardBytesService)));
  app.use(helmet(headers(config)));
  app.use('/graphql', express.json({ limit: MAX_BODY_BYTES }));
  const sessions = app.get(SessionService);
  app.use(['/graphql', '/api'], async (req: ViewerRequest, _res: Response, next: NextFunction) => {
    req.viewer = await sessions.find(tokenFromCookies(req.headers.cookie));
    next();
  });
  app.useGlobalFilters(new RefusalFilter());
  app.enableShutdownHooks();
  await prepareDatabase(app);
  // Before init: Nest answers 404 to whatever it does not know itself.
  serveReady(app);
  servePages(app, resolve(PROJECT_ROOT, 'frontend/dist'));
  await app.init();
  await attachLive(app, sessions);
  app.get(CheckpointTimer).start();
  await app.get(CertificateService).finishAll();
  if (time.isRunning) await app.get(TimetableWorker).start();
  return app;
}

async function attachLive(app: NestExpressApplication, sessions: SessionService): Promise<void> {
  const live = app.get(LiveEndpoint);
  live.open(app.getHttpServer(), {
    schema: app.get(GraphQLSchemaHost).schema,
    authenticate: (request: IncomingMessage) => sessions.find(tokenFromCookies(request.headers.cookie)),
  });
  await app.get(SessionWatch).follow((sessionId) => live.dropSession(sessionId));
}

/** Pages take the time from the Date of any answer; a clock that runs fast says how fast. */
function tellTime(time: Clock): RequestHandler {
  return (_req, res, next) => {
    res.setHeader('Date', time.now().toUTCString());
    res.setHeader('X-Clock-Speed', String(time.speed));
    next();
  };
}

/**
 * The public board before everything else: thousands may ask for it at once, and nothing that follows matters to it.
 * What it cannot answer goes on to the controller, which knows how to refuse.
 */
function fastBoard(board: BoardBytesService): RequestHandler {
  return (req, res, next) => {
    if (req.method !== 'GET') return next();
    board.answer(req.path.slice(1), req, res).catch(() => next());
  };
}

/** Own scripts only; style attributes are allowed since charts and the component library set them. */
function headers(config: Config): Parameters<typeof helmet>[0] {
  const isHttps = config.publicUrl?.startsWith('https:') ?? false;
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'self'"],
        // The player of terminal recordings is WebAssembly; this lets nothing else be made into code.
        'script-src': ["'self'", "'wasm-unsafe-eval'"],
        'style-src': ["'self'", "'unsafe-inline'"],
        'img-src': ["'self'", 'data:', 'blob:'],
        // The calendar carries its few arrows as a font within its style.
        'font-src': ["'self'", 'data:'],
        'connect-src': ["'self'", 'ws:', 'wss:'],
        'object-src': ["'none'"],
        'base-uri': ["'none'"],
        'frame-ancestors': ["'none'"],
        'form-action': ["'self'"],
      },
    },
    strictTransportSecurity: isHttps,
    crossOriginEmbedderPolicy: false,
  };
}

function projectRoot(): string {
  const here = fileURLToPath(new URL('.', import.meta.url));
  return resolve(here, here.includes('/dist/') ? '../../..' : '../..');
}
