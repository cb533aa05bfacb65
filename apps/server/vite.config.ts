import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** The server as one file for Node: our rooms inside, the packages of others beside it in node_modules. The pages' assets have a build of their own. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  ssr: { target: 'node', external: true, noExternal: [/^@sallyport\//] },
  build: {
    ssr: 'src/main.ts',
    target: 'node24',
    outDir: 'dist',
    // `dist/assets` lies in the same folder; `tools/build.ts` empties it before any build.
    emptyOutDir: false,
    sourcemap: true,
    minify: false,
    rolldownOptions: {
      output: {
        entryFileNames: 'main.js',
        chunkFileNames: 'chunks/[name]-[hash].js',
        // The runtime keeps what it has read for as long as it runs, and in two octets a character when one character wants them: 4.1 MB instead of 1.8.
        charset: 'ascii',
        comments: { jsdoc: false },
      },
    },
  },
});
