import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ROOT } from './run-program.mjs';
import { stop } from './stop.mjs';

const OLDEST_MAJOR = 24;

/** @param {string} version as `process.version` writes it */
function isNewEnough(version) {
  return Number(/^v(\d+)\./.exec(version)?.[1] ?? 0) >= OLDEST_MAJOR;
}

/** Where the pinned runtime lies, if this platform has one: an optional dependency of the root that carries Node as a file. */
function pinnedRuntime() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  return join(ROOT, `node_modules/node-${platform}-${process.arch}/bin`, process.platform === 'win32' ? 'node.exe' : 'node');
}

/**
 * The Node that runs Sallyport: the pinned one where there is one and it runs, else the person's own if it is new enough.
 * Node 20 and 22 start this file, but nothing behind it.
 *
 * @returns {string} the path of the program
 */
export function findRuntime() {
  const pinned = pinnedRuntime();
  if (process.execPath === pinned) return pinned;
  const isPinned = existsSync(pinned);
  if (isPinned) {
    const { status, stdout } = spawnSync(pinned, ['--version'], { encoding: 'utf8' });
    if (status === 0 && isNewEnough(stdout.trim())) return pinned;
  }
  if (isNewEnough(process.version)) return process.execPath;
  stop(`Sallyport runs on Node.js ${OLDEST_MAJOR} or later, and this is ${process.version}.
${
  isPinned
    ? `The Node.js that comes with it (${pinned}) does not start on this computer.`
    : `On Linux (x64, arm64) and Windows (x64) the right one is installed beside it; there is none for ${process.platform} ${process.arch}, or npm left out optional packages.`
}
Install Node.js ${OLDEST_MAJOR} from nodejs.org or with your package manager, then run the command again.`);
}

/** The environment for programs of ours: the right Node and our own tools are found first. @param {string} runtime */
export function environmentWith(runtime) {
  const path = [join(runtime, '..'), join(ROOT, 'node_modules/.bin'), process.env['PATH'] ?? ''].join(delimiter);
  return { ...process.env, PATH: path };
}
