/**
 * Lint: type-checked rules for TypeScript, Vue's recommended rules for pages, and the size budgets as errors.
 * Comments cannot switch a rule off here. A file that must exceed a budget is listed in eslint.ratchet.json
 * with its present size and the reason; `npm test` refuses entries that are larger than need be, so they only shrink.
 */
import { readFileSync } from 'node:fs';
import vue from 'eslint-plugin-vue';
import tseslint from 'typescript-eslint';

/** What a file, function or signature may measure. */
export const BUDGETS = {
  'max-lines': (max) => ['error', { max, skipBlankLines: false, skipComments: false }],
  'max-lines-per-function': (max) => ['error', { max, skipBlankLines: false, skipComments: false, IIFEs: true }],
  complexity: (max) => ['error', max],
};

const ratchet = JSON.parse(readFileSync(new URL('eslint.ratchet.json', import.meta.url), 'utf8'));

const CONSTRUCTOR = "MethodDefinition[kind='constructor'] > FunctionExpression";
const FUNCTION = ':matches(FunctionDeclaration, ArrowFunctionExpression, FunctionExpression)';
const tooMany = (node, more) => `${node}[params.length>${more}]`;

// max-params cannot tell constructors (6, dependency injection) from functions (4), so the limit is two selectors.
const shapes = [
  { selector: `${CONSTRUCTOR}[params.length>6]`, message: 'At most 6 constructor parameters: split the class.' },
  {
    selector: tooMany(`:not(MethodDefinition[kind='constructor']) > ${FUNCTION}`, 4),
    message: 'At most 4 parameters: pass one object with named fields.',
  },
];

const noDefaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export by name: one name for one thing, everywhere. (Configuration files and pages are exempt.)',
};

const noEnvironment = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Take the Config (platform/config) by injection; only a main program reads the environment.',
};

const SOURCES = ['backend/**/*.ts', 'seed/**/*.ts', 'e2e/**/*.ts', 'frontend/src/**/*.ts'];
const SPECS = ['**/*.spec.ts', 'backend/test/**/*.ts', 'e2e/**/*.ts'];
const typeChecked = tseslint.configs.recommendedTypeChecked.map((entry) => ({ ...entry, files: SOURCES }));

// Prettier decides how a template is laid out.
const LAYOUT = [
  'first-attribute-linebreak',
  'html-closing-bracket-newline',
  'html-closing-bracket-spacing',
  'html-indent',
  'html-self-closing',
  'max-attributes-per-line',
  'multiline-html-element-content-newline',
  'mustache-interpolation-spacing',
  'no-multi-spaces',
  'singleline-html-element-content-newline',
];

export default [
  {
    ignores: ['**/dist/', '**/node_modules/', '.yanwu/', 'coverage/', 'e2e/out/', 'frontend/src/gql/', '**/*.d.ts'],
  },
  { linterOptions: { noInlineConfig: true } },
  { files: ['**/*.ts'], languageOptions: { parser: tseslint.parser } },
  ...typeChecked,
  {
    files: SOURCES,
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // Nest modules and TypeORM entities are classes whose decorators say everything.
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  // The page's specs are outside its tsconfig (browser types there, Jest's here).
  { ...tseslint.configs.disableTypeChecked, files: ['frontend/src/**/*.spec.ts'] },
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      ...Object.fromEntries(LAYOUT.map((rule) => [`vue/${rule}`, 'off'])),
      'vue/multi-word-component-names': 'off',
      // Optional props are typed as such.
      'vue/require-default-prop': 'off',
      'vue/no-v-html': 'error',
    },
  },
  {
    files: ['**/*.ts', '**/*.vue', '**/*.mjs', '**/*.cjs'],
    rules: {
      'max-lines': BUDGETS['max-lines'](300),
      'max-lines-per-function': BUDGETS['max-lines-per-function'](50),
      complexity: BUDGETS.complexity(10),
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'prefer-const': 'error',
      'no-console': 'off',
    },
  },
  { files: SOURCES, rules: { 'no-restricted-syntax': ['error', ...shapes, noDefaultExport, noEnvironment] } },
  { files: ['**/*.vue', 'scripts/**/*.mjs'], rules: { 'no-restricted-syntax': ['error', ...shapes] } },
  {
    files: [
      'backend/src/main.ts',
      'backend/src/*.ts',
      'seed/play.ts',
      'backend/test/**/*.ts',
      'backend/bench/**',
      '**/*.spec.ts',
      'e2e/**/*.ts',
    ],
    rules: { 'no-restricted-syntax': ['error', ...shapes, noDefaultExport] },
  },
  { files: ['**/*.config.ts', 'frontend/codegen.ts'], rules: { 'no-restricted-syntax': ['error', ...shapes] } },
  { files: ['backend/src/core/**/*.ts'], ignores: ['**/*.spec.ts'], rules: { 'no-console': 'error' } },
  {
    files: SPECS,
    rules: {
      'max-lines': BUDGETS['max-lines'](500),
      'max-lines-per-function': 'off',
      // Answers of the API are looked at field by field; the assertion is the check.
      ...Object.fromEntries(
        ['argument', 'assignment', 'call', 'member-access', 'return'].map((what) => [
          `@typescript-eslint/no-unsafe-${what}`,
          'off',
        ]),
      ),
    },
  },
  // Migrations are SQL in order; cutting them into functions would hide that.
  { files: ['backend/src/platform/database/migrations/**'], rules: { 'max-lines-per-function': 'off' } },
  ...Object.entries(ratchet).map(([file, entries]) => ({
    files: [file],
    rules: Object.fromEntries(entries.map(({ rule, limit }) => [rule, BUDGETS[rule](limit)])),
  })),
];
