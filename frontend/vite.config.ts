import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

/** Where `vite dev` and `vite preview` find the server; YANWU_API overrides it for a second instance. */
const backend = process.env['YANWU_API'] ?? 'http://127.0.0.1:3000';
const proxy = {
  '/graphql': { target: backend, ws: true },
  '/api': { target: backend },
};

/** Libraries that change seldom are kept apart from our own code, so a new version of the app leaves them cached. */
const groups = [
  { name: 'vue', test: /node_modules\/(vue|@vue|vue-router|vue-i18n|@intlify)\// },
  { name: 'graphql', test: /node_modules\/(graphql|graphql-ws|@urql|@0no-co|wonka)\// },
  // Every page uses these; forty small files would be forty requests.
  { name: 'base', test: /src\/(ui|lib|gql|locales\/zh-CN)\// },
];

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [vue()],
  define: {
    __VUE_OPTIONS_API__: 'true',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    __VUE_I18N_LEGACY_API__: 'false',
    __VUE_I18N_FULL_INSTALL__: 'false',
    // Messages become an AST instead of `new Function`: the page runs under a policy without 'unsafe-eval'.
    __INTLIFY_JIT_COMPILATION__: 'true',
    __INTLIFY_PROD_DEVTOOLS__: 'false',
  },
  server: { port: 5173, strictPort: true, proxy },
  preview: { port: 4173, strictPort: true, proxy },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // A small asset inlined as data: would need another hole in the content policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups } } },
  },
});
