import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './run-program.mjs';
import { stop } from './stop.mjs';

/**
 * What npm wrote down of one package in a lockfile.
 * @typedef {{ version?: string, resolved?: string, optional?: boolean }} LockedPackage
 */

/** @param {string} path @returns {Record<string, LockedPackage>} */
function packagesIn(path) {
  return JSON.parse(readFileSync(path, 'utf8')).packages ?? {};
}

/**
 * Whether node_modules holds what the lockfile says. npm keeps its own record of what it installed; comparing the two also
 * notices an installation that was interrupted, since the record is written last.
 *
 * @param {string} root
 */
export function isInstalled(root) {
  const record = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = packagesIn(record);
  return Object.entries(packagesIn(join(root, 'package-lock.json'))).every(([path, wanted]) => {
    if (!path.includes('node_modules/')) return true;
    const found = installed[path];
    // Binaries for other platforms are optional, and are left out here.
    if (!found) return wanted.optional === true;
    return found.version === wanted.version && found.resolved === wanted.resolved;
  });
}

/** Installs exactly what the lockfile says, when that is not what is there. */
export async function ensureInstalled() {
  if (isInstalled(ROOT)) return;
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  process.stdout.write('Installing the packages of the lockfile (once; half a minute or so) …\n');
  const progress = setInterval(() => process.stdout.write(`  … still installing, ${seconds()} s\n`), 10_000);
  const { code, output } = await npm(['ci', '--no-audit', '--no-fund', '--loglevel=error']).finally(() => clearInterval(progress));
  if (code !== 0) {
    stop(`npm could not install the packages (it ended with ${code}):

${output.trim() || '(it said nothing)'}

What usually helps: see that the package registry can be reached (a proxy or a mirror is set in ~/.npmrc),
delete the folder node_modules, and run the command again.`);
  }
  process.stdout.write(`Installed in ${seconds()} s.\n`);
}

/** @param {readonly string[]} args @returns {Promise<{ code: number, output: string }>} */
function npm(args) {
  // Under `npm start` this names npm's own program, which the present Node can run on every platform.
  const script = process.env['npm_execpath'];
  const isScript = script !== undefined && /\.c?js$/.test(script);
  const [program, first] = isScript ? [process.execPath, [script]] : [process.platform === 'win32' ? 'npm.cmd' : 'npm', []];
  return new Promise((resolve) => {
    const child = spawn(program, [...first, ...args], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: !isScript && process.platform === 'win32',
    });
    let output = '';
    const keep = (/** @type {Buffer} */ chunk) => {
      output = (output + chunk.toString()).slice(-8000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', (error) => resolve({ code: 1, output: `npm did not start: ${error.message}` }));
    child.once('exit', (code) => resolve({ code: code ?? 1, output }));
  });
}
