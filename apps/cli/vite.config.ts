import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** The command line for Node: our rooms inside, the packages of others beside it in node_modules. What loads later lies beside it too, since paths begin there. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  publicDir: false,
  ssr: { target: 'node', external: true, noExternal: [/^@sallyport\//] },
  build: {
    ssr: 'src/main.ts',
    target: 'node24',
    outDir: 'dist',
    emptyOutDir: false,
    sourcemap: true,
    minify: false,
    rolldownOptions: { output: { entryFileNames: 'sallyport.js', chunkFileNames: '[name]-[hash].js' } },
  },
});
