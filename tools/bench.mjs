/**
 * `npm run bench`: lists the benchmarks; `npm run bench -- NAME [--option NUMBER …]` runs one.
 * Plain JavaScript, because it must also start on the Node that a machine happens to have.
 */
import { ensureBuilt } from './bootstrap/build-stamp.mjs';
import { ensureInstalled } from './bootstrap/installation.mjs';
import { runProgram } from './bootstrap/run-program.mjs';
import { environmentWith, findRuntime } from './bootstrap/runtime.mjs';

await ensureInstalled();
const runtime = findRuntime();
const given = process.argv.slice(2);
// What is measured over HTTP is the server as it is built.
if (given.length > 0) await ensureBuilt(runtime);
process.exitCode = await runProgram(runtime, ['tools/bench/run.ts', ...given], { env: environmentWith(runtime) });
