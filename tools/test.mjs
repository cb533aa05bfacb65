/**
 * `npm test`: installs what is missing, then runs every check and every test (tools/test/).
 * Plain JavaScript, because it must also start on the Node that a machine happens to have.
 */
import { ensureInstalled } from './bootstrap/installation.mjs';
import { runProgram } from './bootstrap/run-program.mjs';
import { environmentWith, findRuntime } from './bootstrap/runtime.mjs';
import { ensureSystemPackages } from './bootstrap/system-packages.mjs';

const layers = process.argv.slice(2);
// Programs of the system come beside the packages, which leave a third of two cores idle. What is missing then, the run itself says.
await Promise.all([ensureInstalled(), layers.length === 0 ? ensureSystemPackages() : undefined]);
const runtime = findRuntime();
process.exitCode = await runProgram(runtime, ['tools/test/run.ts', ...layers], { env: environmentWith(runtime) });
