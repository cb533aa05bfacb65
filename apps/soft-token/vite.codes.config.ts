import { defineConfig } from 'vite';
import { clientBuild } from './build/client-build.ts';

/** The personal vault at `/codes`: a program of its own, so that neither carries what only the other needs. Built before the soft token. */
export default defineConfig(
  clientBuild({
    input: { codes: 'codes.html' },
    emptyOutDir: true,
  }),
);
