/**
 * Three Jest projects, all native ESM (run by scripts/test.mjs with --experimental-vm-modules):
 * core = no database; db = real PostgreSQL by TEST_DATABASE_URL (set by `npm test`); frontend = pure functions.
 * In ESM `jest` itself must be imported from '@jest/globals'; describe, it and expect are global there too.
 */
const swc = (decorators) => [
  '@swc/jest',
  {
    swcrc: false,
    jsc: {
      parser: { syntax: 'typescript', decorators },
      transform: decorators
        ? { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false }
        : { useDefineForClassFields: true },
      target: 'es2023',
      keepClassNames: true,
    },
    module: { type: 'es6' },
    sourceMaps: 'inline',
  },
];

const project = (displayName, testMatch, more = {}) => ({
  displayName,
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  testMatch: testMatch.map((glob) => `<rootDir>/${glob}`),
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/dist/', '<rootDir>/.yanwu/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.yanwu/'],
  extensionsToTreatAsEsm: ['.ts'],
  // Only our own relative '.js' imports are '.ts' files on disk; packages keep theirs (the resolver tries both).
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '\\.ts$': swc(true) },
  ...more,
});

export default {
  // A server starts in some tests, on machines that do other work: no test is to fail for being slow.
  testTimeout: 120_000,
  // Modules of a test file are not freed with it: a worker that has grown begins anew.
  workerIdleMemoryLimit: '1200MB',
  projects: [
    project('core', ['backend/src/core/**/*.spec.ts', 'backend/src/**/!(*.db).spec.ts']),
    project('db', ['backend/src/**/*.db.spec.ts', 'backend/test/**/*.spec.ts', 'seed/**/*.spec.ts']),
    project('frontend', ['frontend/src/**/*.spec.ts'], { transform: { '\\.ts$': swc(false) } }),
  ],
};
