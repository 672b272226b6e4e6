import type { CodegenConfig } from '@graphql-codegen/cli';

const scalars = { DateTime: 'string' };

/** Types come from the committed contract, never from a running server; `src/gql` is generated and not committed. */
const config: CodegenConfig = {
  schema: '../schema.graphql',
  documents: ['src/**/*.{ts,vue}', '!src/gql/**'],
  ignoreNoDocuments: true,
  generates: {
    './src/gql/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      // Documents as text: parsed trees would make up a third of the bundle.
      config: { useTypeImports: true, documentMode: 'string', strictScalars: true, scalars },
    },
    // The preset writes only what operations use; tables such as refusal code → words need the whole contract.
    './src/gql/schema.ts': {
      plugins: ['typescript'],
      config: { useTypeImports: true, enumsAsTypes: true, onlyEnums: false, strictScalars: true, scalars },
    },
  },
};

export default config;
