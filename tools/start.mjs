/**
 * `npm start`: installs and builds what is missing, then runs the demonstration until a signal asks it to stop.
 * Plain JavaScript, because it must also start on the Node that a machine happens to have.
 */
import { ensureBuilt } from './bootstrap/build-stamp.mjs';
import { ensureInstalled } from './bootstrap/installation.mjs';
import { runProgram } from './bootstrap/run-program.mjs';
import { environmentWith, findRuntime } from './bootstrap/runtime.mjs';

await ensureInstalled();
const runtime = findRuntime();
await ensureBuilt(runtime);
process.exitCode = await runProgram(runtime, ['apps/cli/dist/sallyport.js', 'demo'], { env: environmentWith(runtime) });
