import { fileURLToPath } from 'node:url';
import type { InlineConfig, PluginOption } from 'vite';
import { ownHashes } from './own-hashes.ts';
import { styleFirst } from './style-first.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Everything that an entry imports before it runs goes into one file: it compresses better than ten, and no start waits for a second round of
 * requests. So does what several parts on demand share of ours; a library comes with the part that needs it. Left alone, the bundler makes a file
 * for whatever any two parts happen to share, and an activation asks for thirty.
 */
const IN_FEW_FILES = {
  groups: [
    { name: 'first', tags: ['$initial' as const], test: (id: string) => !SERVICE_WORKER.test(id) },
    { name: 'shared', minShareCount: 2, test: (id: string) => !SERVICE_WORKER.test(id) && !LIBRARY.test(id) },
  ],
};

/** A program of its own, and one file. */
const SERVICE_WORKER = /[\\/](?:service-worker|offline-rules)\.ts$/;

const LIBRARY = /[\\/]node_modules[\\/]/;

/** How long each plugin took is nothing to somebody who only wants to start. */
const IN_SILENCE = { bundlerTimings: false };

export interface Program {
  /** The entries of the page, by name. */
  readonly input: Readonly<Record<string, string>>;
  readonly emptyOutDir: boolean;
  readonly plugins?: PluginOption[];
  readonly workerPlugins?: () => PluginOption[];
}

/** What the two programs of this app are built by: the soft token and, at `/codes`, the personal vault. Static files, nothing inline. */
export function clientBuild({ input, emptyOutDir, plugins = [], workerPlugins = () => [] }: Program): InlineConfig {
  return {
    root: ROOT,
    base: '/',
    plugins: [styleFirst(), ownHashes(), ...plugins],
    resolve: {
      // The library is a fifth of what the first screen may weigh; a test holds the small one to it, message by message.
      alias: {
        'intl-messageformat': fileURLToPath(new URL('../src/messages/small-message-format.ts', import.meta.url)),
        crypto: fileURLToPath(new URL('./no-node-crypto.ts', import.meta.url)),
      },
    },
    worker: {
      format: 'es',
      plugins: () => [ownHashes(), ...workerPlugins()],
      rolldownOptions: { checks: IN_SILENCE, output: { codeSplitting: IN_FEW_FILES } },
    },
    build: {
      target: 'es2022',
      outDir: 'dist',
      emptyOutDir,
      // The content security policy knows no `data:` and nothing inline.
      assetsInlineLimit: 0,
      // Everything is precached: there is nothing to preload, and no helper that would.
      modulePreload: false,
      reportCompressedSize: false,
      rolldownOptions: {
        checks: IN_SILENCE,
        input: { ...input },
        output: {
          // The service worker needs an address that never changes and that reaches the whole app.
          entryFileNames: (chunk) => (chunk.name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
          codeSplitting: IN_FEW_FILES,
        },
      },
    },
  };
}
