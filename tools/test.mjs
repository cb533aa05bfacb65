/**
 * `npm test`: installs what is missing, then runs every check and every test (tools/test/).
 * Plain JavaScript, because it must also start on the Node that a machine happens to have.
 */
import { ensureInstalled } from './bootstrap/installation.mjs';
import { runProgram } from './bootstrap/run-program.mjs';
import { environmentWith, findRuntime } from './bootstrap/runtime.mjs';

await ensureInstalled();
const runtime = findRuntime();
process.exitCode = await runProgram(runtime, ['tools/test/run.ts', ...process.argv.slice(2)], { env: environmentWith(runtime) });
