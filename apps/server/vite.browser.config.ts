import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { pageAssets } from './build/page-assets.ts';

const BASE = '/assets/';

/** What the pages of all listeners load: one stylesheet, one script, fonts and icon, each under a name that changes with its contents. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: BASE,
  publicDir: false,
  plugins: [pageAssets(BASE)],
  build: {
    target: 'es2022',
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    outDir: 'dist/assets',
    assetsDir: '.',
    emptyOutDir: true,
    // The content security policy knows no `data:` and nothing inline.
    assetsInlineLimit: 0,
    modulePreload: false,
    rolldownOptions: {
      input: ['src/browser/enhance.ts', 'src/browser/sallyport.css'],
      output: { entryFileNames: '[name]-[hash].js', assetFileNames: '[name]-[hash][extname]' },
    },
  },
});
