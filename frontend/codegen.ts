import type { CodegenConfig } from '@graphql-codegen/cli';

/** Types come from the committed contract, never from a running server; `src/gql` is generated and not committed. */
const config: CodegenConfig = {
  schema: '../schema.graphql',
  documents: ['src/**/*.{ts,vue}', '!src/gql/**'],
  ignoreNoDocuments: true,
  generates: {
    './src/gql/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        useTypeImports: true,
        enumsAsConst: true,
        enumsAsTypes: false,
        // Enum and field names stay as the contract spells them.
        namingConvention: { enumValues: 'keep' },
        strictScalars: true,
        scalars: { DateTime: 'string', ID: 'string' },
      },
    },
  },
};

export default config;
