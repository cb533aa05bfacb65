import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { ensureSystemPackages } from '../bootstrap/system-packages.mjs';
import { type Check, CHECKS, CHECKS_BESIDE, TEST_LAYERS } from './layers.ts';
import { closingLine, failedCheck, isGreen, type Outcome, outcomeOfTests, passedCheck, sum, type VitestReport } from './outcome.ts';

/**
 * `npm test [-- LAYER …]`: everything, or the layers named. It goes on after a failure, so that one run tells all there is to mend,
 * and ends with one line of counts.
 */

const ROOT = join(import.meta.dirname, '../..');
const ENVIRONMENT = {
  ...process.env,
  // A log that nobody watches is read better without the colours.
  ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }),
  // Every tool and every process that a test starts finds its modules compiled: half of what the start of a small one costs.
  NODE_COMPILE_CACHE: join(ROOT, '.cache/compiled'),
};
/**
 * Each check has one core and those beside it have the others: on several, the linter's reader of types does some of its work once for each. What reads types also tidies its
 * memory less often: a tenth to a quarter of its time, for 0.7 GB more at the height of it.
 */
const OF_A_CHECK = { ...ENVIRONMENT, GOMAXPROCS: '1', GOGC: '400' };
const REPORTS = join(ROOT, '.cache/test-reports');

const say = (text: string) => process.stdout.write(`${text}\n`);
const secondsSince = (started: number) => `${((performance.now() - started) / 1000).toFixed(1)} s`;

interface Ending {
  readonly code: number;
  readonly output: string;
}

interface Run {
  readonly program: string;
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly shows: 'at-the-end' | 'at-once';
  /** `low`: what others leave of the processor. */
  readonly priority: 'normal' | 'low';
}

function standBack(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_LOW);
  } catch {
    // Where a machine does not let us, it takes its share of the processor like the others.
  }
}

/** Runs one of our tools; its output is kept, or shown as it comes. */
function run({ program, args, environment, shows, priority }: Run): Promise<Ending> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: ROOT,
      env: environment,
      stdio: ['ignore', ...(shows === 'at-once' ? (['inherit', 'inherit'] as const) : (['pipe', 'pipe'] as const))],
    });
    if (priority === 'low' && child.pid !== undefined) standBack(child.pid);
    let output = '';
    const keep = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.once('error', (error) => {
      resolve({ code: 1, output: error.message });
    });
    child.once('exit', (code) => {
      resolve({ code: code ?? 1, output });
    });
  });
}

interface Checked {
  readonly outcome: Outcome;
  readonly report: string;
}

async function runCheck({ name, proves, program, args }: Check, priority: Run['priority']): Promise<Checked> {
  const started = performance.now();
  const { code, output } = await run({ program, args, environment: OF_A_CHECK, shows: 'at-the-end', priority });
  const took = secondsSince(started);
  return code === 0
    ? { outcome: passedCheck(), report: `✓ ${name}: ${proves} (${took})` }
    : { outcome: failedCheck(name), report: `✗ ${name}: failed (${took})\n${output.trimEnd()}\n` };
}

function tell({ outcome, report }: Checked): Outcome {
  say(report);
  return outcome;
}

/** As many side by side as there are cores, each told when it is over. */
async function runChecks(checks: readonly Check[]): Promise<readonly Outcome[]> {
  const waiting = [...checks];
  const outcomes: Outcome[] = [];
  const worker = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) outcomes.push(tell(await runCheck(check, 'normal')));
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return outcomes;
}

/** One after the other, told by whoever waits for them. */
async function runBeside(checks: readonly Check[]): Promise<readonly Checked[]> {
  const done: Checked[] = [];
  for (const check of checks) done.push(await runCheck(check, 'low'));
  return done;
}

async function runTests(layer: string): Promise<Outcome> {
  const started = performance.now();
  const file = join(REPORTS, `${layer}.json`);
  say(`\n── ${layer} tests`);
  await run({
    program: 'vitest',
    args: ['run', '--project', layer, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
    environment: ENVIRONMENT,
    shows: 'at-once',
    priority: 'normal',
  });
  const report = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as VitestReport) : undefined;
  const outcome = outcomeOfTests({ layer, report, root: ROOT });
  say(`${outcome.failed === 0 ? '✓' : '✗'} ${layer}: ${closingLine(outcome)} (${secondsSince(started)})`);
  return outcome;
}

function chosen(): { checks: readonly Check[]; beside: readonly Check[]; layers: readonly string[] } {
  const named = process.argv.slice(2);
  const known = [...[...CHECKS, ...CHECKS_BESIDE].map((check) => check.name), ...TEST_LAYERS];
  const unknown = named.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    say(`There is no layer "${unknown.join('", "')}". There are: ${known.join(', ')}.`);
    process.exit(2);
  }
  const isChosen = (name: string) => named.length === 0 || named.includes(name);
  const chosenOf = (checks: readonly Check[]) => checks.filter((check) => isChosen(check.name));
  return { checks: chosenOf(CHECKS), beside: chosenOf(CHECKS_BESIDE), layers: TEST_LAYERS.filter(isChosen) };
}

const started = performance.now();
const { checks, beside, layers } = chosen();
rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });

const goingOn = runBeside(beside);
// No check needs a program of the system: what is missing still comes meanwhile.
const [missing, checked] = await Promise.all([layers.length > 0 ? ensureSystemPackages() : undefined, runChecks(checks)]);
const outcomes = [...checked];
if (missing !== undefined) {
  say(`\n${missing}`);
  outcomes.push(failedCheck('programs the tests need are missing (see above)'));
}
for (const layer of layers) outcomes.push(await runTests(layer));
if (layers.length > 0 && beside.length > 0) say('\n── beside the tests');
outcomes.push(...(await goingOn).map(tell));

const total = sum(outcomes);
if (total.failures.length > 0) say(`\nFailed:\n${total.failures.map((failure) => `  ✗ ${failure}`).join('\n')}`);
say(`\nTook ${secondsSince(started)}.`);
say(closingLine(total));
process.exitCode = isGreen(total) ? 0 : 1;
