import { defineConfig } from 'vite';
import { clientBuild } from './build/client-build.ts';
import { precache } from './build/precache.ts';
import { smallScript } from './build/small-script.ts';

/** The soft token. Built after the personal vault into the same folder: its service worker keeps everything that lies there. */
export default defineConfig(
  clientBuild({
    input: { app: 'index.html', 'service-worker': 'src/service-worker/service-worker.ts' },
    emptyOutDir: false,
    plugins: [smallScript(), precache()],
    workerPlugins: () => [smallScript()],
  }),
);
