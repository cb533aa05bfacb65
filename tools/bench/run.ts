import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Benchmark, drawTable, judge, type Options } from '../../bench/harness.ts';

/** Lists the benchmarks, or runs one: progress on standard error, the table on standard output, and as its last line the verdict as JSON. */

const FOLDER = join(import.meta.dirname, '../../bench');
const EXIT_USAGE = 2;

const names = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'harness.ts')
  .map((file) => file.slice(0, -'.ts'.length));

async function load(name: string): Promise<Benchmark> {
  const module = (await import(join(FOLDER, `${name}.ts`))) as { readonly benchmark: Benchmark };
  return module.benchmark;
}

/** @throws TypeError that names the option which is not there or not a number. */
function readOptions(benchmark: Benchmark, args: readonly string[]): Options {
  const known = Object.fromEntries(Object.keys(benchmark.options).map((name) => [name, { type: 'string' as const }]));
  const { values } = parseArgs({ args: [...args], options: known, strict: true });
  return Object.fromEntries(
    Object.entries(values).map(([name, text]) => {
      const value = Number(text);
      if (!Number.isFinite(value) || value <= 0) throw new TypeError(`--${name} wants a number above zero, not "${String(text)}"`);
      return [name, value];
    }),
  );
}

function describe({ name, summary, options }: Benchmark): string {
  const settable = Object.entries(options).map(([option, value]) => `--${option} ${value}`);
  return `  ${name.padEnd(20)}${summary}${settable.length > 0 ? `\n  ${' '.repeat(20)}${settable.join(' ')}` : ''}`;
}

async function list(): Promise<string> {
  const benchmarks = await Promise.all(names.map(load));
  return ['Benchmarks (npm run bench -- NAME [--option NUMBER …]):', ...benchmarks.map(describe)].join('\n');
}

const [name, ...args] = process.argv.slice(2);
if (name === undefined) {
  process.stdout.write(`${await list()}\n`);
} else if (!names.includes(name)) {
  process.stderr.write(`There is no benchmark "${name}".\n\n${await list()}\n`);
  process.exitCode = EXIT_USAGE;
} else {
  process.exitCode = await runOne(await load(name));
}

async function runOne(benchmark: Benchmark): Promise<number> {
  let options: Options;
  try {
    options = readOptions(benchmark, args);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${describe(benchmark)}\n`);
    return EXIT_USAGE;
  }
  process.stdout.write(`${benchmark.name}: ${benchmark.summary}\n\n`);
  const comparison = await benchmark.run(options);
  process.stdout.write(`${drawTable(comparison)}\n\n${JSON.stringify(judge(benchmark.name, comparison))}\n`);
  return 0;
}
