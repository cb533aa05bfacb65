import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { precache } from './build/precache.ts';

/** The soft token's client build: static files for any server that sends the headers of `docs/`, nothing inline. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/',
  plugins: [precache()],
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: true,
    // The content security policy knows no `data:` and nothing inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    rolldownOptions: {
      input: { app: 'index.html', 'service-worker': 'src/service-worker/service-worker.ts' },
      output: {
        // The service worker needs an address that never changes and that reaches the whole app.
        entryFileNames: (chunk) => (chunk.name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
      },
    },
  },
});
