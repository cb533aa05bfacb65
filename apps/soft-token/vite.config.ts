import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { precache } from './build/precache.ts';

/** The soft token's client build: static files for any server that sends the headers of `docs/`, nothing inline. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/',
  plugins: [precache()],
  resolve: {
    // The library is a fifth of what the first screen may weigh; a test holds the small one to it, message by message.
    alias: {
      'intl-messageformat': fileURLToPath(new URL('./src/messages/small-message-format.ts', import.meta.url)),
      crypto: fileURLToPath(new URL('./build/no-node-crypto.ts', import.meta.url)),
    },
  },
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: true,
    // The content security policy knows no `data:` and nothing inline.
    assetsInlineLimit: 0,
    // Everything is precached: there is nothing to preload, and no helper that would.
    modulePreload: false,
    reportCompressedSize: true,
    rolldownOptions: {
      input: { app: 'index.html', codes: 'codes.html', 'service-worker': 'src/service-worker/service-worker.ts' },
      output: {
        // The service worker needs an address that never changes and that reaches the whole app.
        entryFileNames: (chunk) => (chunk.name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
      },
    },
  },
});
