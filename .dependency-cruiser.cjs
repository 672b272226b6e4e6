/**
 * Who may import whom. Type-only imports count too. Every rule says what to do instead.
 * The house: core (rules of the game) ← platform (plumbing) ← modules (features) ← main programs; frontend apart.
 */

/** Which other modules a module may use; nothing else, and only their *.module, *.service and *.entity files
 * (and *.loader and *.view for edges in the graph; *.inputs, *.enums and *.types: contract without behaviour;
 * *.rights: who may act there). */
const MODULES = {
  identity: [],
  ruleset: [],
  exercise: ['identity', 'ruleset'],
  evidence: ['exercise', 'identity'],
  submission: ['exercise', 'evidence', 'identity', 'ruleset'],
  incident: ['exercise', 'evidence', 'submission', 'identity', 'ruleset'],
  ledger: ['exercise', 'ruleset', 'identity'],
  policy: ['exercise', 'identity'],
  adjudication: ['policy', 'exercise', 'submission', 'incident', 'ledger', 'ruleset', 'evidence', 'identity'],
  abnormal: ['exercise', 'evidence', 'identity', 'ruleset', 'ledger', 'adjudication'],
  proof: ['exercise', 'ruleset', 'ledger', 'adjudication', 'appeal', 'board'],
  notice: [],
  rating: ['exercise', 'ruleset', 'identity'],
  rescoring: ['exercise', 'submission', 'incident', 'ledger', 'ruleset', 'adjudication', 'notice', 'identity'],
  appeal: ['policy', 'exercise', 'submission', 'evidence', 'adjudication', 'notice', 'rescoring', 'identity'],
  return: ['policy', 'exercise', 'submission', 'incident', 'adjudication', 'notice'],
  likeness: ['exercise', 'submission', 'incident', 'ledger', 'adjudication', 'identity'],
  plan: ['exercise', 'evidence', 'identity', 'ruleset'],
  drill: ['plan', 'exercise', 'evidence', 'notice', 'identity', 'ledger', 'adjudication'],
  custody: ['policy', 'exercise', 'evidence', 'identity'],
  duty: ['protection', 'exercise', 'notice', 'identity'],
  protection: ['exercise', 'evidence', 'identity', 'notice'],
  reporting: ['protection', 'exercise', 'incident', 'notice', 'identity'],
  blocking: ['exercise', 'abnormal', 'identity', 'notice'],
  remediation: ['protection', 'duty', 'reporting', 'blocking', 'exercise', 'identity', 'notice'],
  board: [
    'likeness',
    'exercise',
    'ledger',
    'ruleset',
    'submission',
    'incident',
    'adjudication',
    'rescoring',
    'evidence',
    'identity',
  ],
};

/** Packages that only compute: exact fractions, address ranges, wall time, the shape of rule-set files. */
const CORE_PACKAGES = ['fraction\\.js', 'ipaddr\\.js', 'temporal-polyfill', 'temporal-utils', 'yaml', 'zod'];

/** What ui may use of lib: pure helpers that turn a value into what is shown; nothing that talks to the server. */
const SHOWING = [
  'text',
  'points',
  'time',
  'formula',
  'clock',
  'ids',
  'keys',
  'steps',
  'refusal',
  'refusal-words',
  'evidence-file',
];

const SPEC = '\\.spec\\.ts$';
const DOORS = '\\.(module|service|entity|loader|view|inputs|enums|types|rights)\\.ts$';
const SRC = '^backend/src';

const moduleRules = Object.entries(MODULES).flatMap(([name, allowed]) => [
  {
    name: `module-${name}-edges`,
    comment:
      `${name} may use: ${allowed.join(', ') || 'no other module'}. Instead: keep only the id, let the later module add the ` +
      'reverse edge with @ResolveField, or move the shared rule to core. A new edge goes into MODULES in .dependency-cruiser.cjs.',
    severity: 'error',
    from: { path: `${SRC}/modules/${name}/`, pathNot: SPEC },
    to: { path: `${SRC}/modules/`, pathNot: `${SRC}/modules/(${[name, ...allowed].join('|')})/` },
  },
]);

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that import each other are one file or three: move what both need into a third, lower one.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'Nobody imports this file and it imports nobody: delete it, or wire it in.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [
          '\\.d\\.ts$',
          SPEC,
          '\\.(config|bench)\\.ts$',
          'frontend/src/main\\.ts$',
          '^e2e/',
          '^backend/bench/',
          'migrations/',
        ],
      },
      to: {},
    },
    {
      name: 'resolvable',
      comment: 'The import leads nowhere: mend the path (with its .js suffix) or add the package to its package.json.',
      severity: 'error',
      from: { path: '^(backend|seed|e2e)/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'core-alone',
      comment:
        'core is pure rules: no Nest, no database, no clock; of packages only those in CORE_PACKAGES, which just compute. ' +
        'Pass everything else in as data.',
      severity: 'error',
      from: { path: `${SRC}/core/`, pathNot: SPEC },
      to: { pathNot: [`${SRC}/core/`, `node_modules/(${CORE_PACKAGES.join('|')})/`, '^node:crypto$', '^crypto$'] },
    },
    {
      name: 'platform-on-core-only',
      comment:
        'platform is plumbing and knows no feature: let the module call it, or hand it a callback or an interface.',
      severity: 'error',
      from: { path: `${SRC}/platform/`, pathNot: SPEC },
      to: { path: [`${SRC}/modules/`, `${SRC}/[^/]+\\.ts$`, '^(seed|frontend|e2e)/'] },
    },
    ...moduleRules,
    {
      name: 'module-known',
      comment: 'A module that is not in the table has no agreed place: add it to MODULES in .dependency-cruiser.cjs.',
      severity: 'error',
      from: { path: `${SRC}/modules/`, pathNot: `${SRC}/modules/(${Object.keys(MODULES).join('|')})/` },
      to: {},
    },
    {
      name: 'module-doors',
      comment: 'Use another module through its *.module, *.service or *.entity; its other files are its own affair.',
      severity: 'error',
      from: { path: `${SRC}/modules/([^/]+)/`, pathNot: SPEC },
      to: { path: `${SRC}/modules/[^/]+/`, pathNot: [`${SRC}/modules/$1/`, DOORS] },
    },
    {
      name: 'modules-do-not-know-main',
      comment: 'Main programs assemble; nothing inside imports them. Move the shared piece to platform.',
      severity: 'error',
      from: { path: `${SRC}/(core|platform|modules)/`, pathNot: SPEC },
      to: { path: `${SRC}/[^/]+\\.ts$` },
    },
    {
      name: 'resolver-without-database',
      comment: 'A resolver is one call to its service; queries and transactions belong in the service.',
      severity: 'error',
      from: { path: '\\.resolver\\.ts$' },
      to: { path: ['node_modules/(@nestjs/)?typeorm/', 'node_modules/pg/', `${SRC}/platform/database/`] },
    },
    {
      name: 'features-are-islands',
      comment:
        'Frontend features never import each other: what two of them need goes to ui (looks), parts (pieces that ask the server) or lib.',
      severity: 'error',
      from: { path: '^frontend/src/features/([^/]+)/' },
      to: { path: '^frontend/src/features/', pathNot: '^frontend/src/features/$1/' },
    },
    {
      name: 'parts-know-no-feature',
      comment:
        'parts are pieces of pages that several features share and that may ask the server: ui and lib, no feature.',
      severity: 'error',
      from: { path: '^frontend/src/parts/', pathNot: SPEC },
      to: { path: '^frontend/src/(features|app)/' },
    },
    {
      name: 'ui-knows-only-vue',
      comment:
        'ui components get data by props and tell by events: Vue and the pure helpers of lib (SHOWING) only. Routing, GraphQL ' +
        'and live connections belong to app and the features.',
      severity: 'error',
      from: { path: '^frontend/src/ui/', pathNot: SPEC },
      to: {
        pathNot: [
          '^frontend/src/ui/',
          `^frontend/src/lib/(${SHOWING.join('|')})\\.ts$`,
          'node_modules/(@vue/|vue/|vue-i18n/|element-plus/|@element-plus/|@jest/)',
        ],
      },
    },
    {
      name: 'nobody-imports-app',
      comment: 'app is the shell and assembles the features; move what you need to lib or ui.',
      severity: 'error',
      from: { path: '^frontend/src/', pathNot: '^frontend/src/(app/|main\\.ts)' },
      to: { path: '^frontend/src/app/' },
    },
    {
      name: 'sides-apart',
      comment:
        'Page and server meet in schema.graphql only: no imports across. Generate types from the schema instead.',
      severity: 'error',
      from: { path: '^frontend/' },
      to: { path: '^(backend|seed|e2e)/' },
    },
    {
      name: 'server-without-page',
      comment: 'The server knows the built page as files only.',
      severity: 'error',
      from: { path: '^backend/src/' },
      to: { path: '^(frontend|seed|e2e)/' },
    },
    {
      name: 'seed-through-services',
      comment: 'The demo is played through the services, as users would; never by SQL.',
      severity: 'error',
      from: { path: '^seed/', pathNot: SPEC },
      to: { path: ['node_modules/(pg|typeorm)/', '^(frontend|e2e)/'] },
    },
    {
      name: 'e2e-from-outside',
      comment: 'Journeys see the product as a browser does: no import of either side.',
      severity: 'error',
      from: { path: '^e2e/' },
      to: { path: '^(backend|frontend|seed)/' },
    },
    {
      name: 'no-barrels',
      comment: 'No index.ts and no utils.ts: import the file that has the thing; name files after what they hold.',
      severity: 'error',
      from: {},
      to: { path: '^(backend|frontend|seed|e2e)/.*/(index|utils)\\.ts$' },
    },
    {
      name: 'product-without-tests',
      comment: 'Product code never imports specs or test helpers; move the shared piece into the product.',
      severity: 'error',
      from: { path: '^(backend/src|frontend/src|seed)/', pathNot: SPEC },
      to: { path: [SPEC, '^backend/test/', 'node_modules/(@jest|@nestjs/testing|fast-check)/'] },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['(^|/)dist/', '^frontend/src/gql/'] },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.vue', '.mjs', '.json', '.d.ts'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
