import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { runProgram } from './run-program.ts';

/** One question to Java: how it is judged, and its files. The list is in `java-judge.java`. */
export type JavaQuestion = readonly [how: 'path' | 'answer' | 'ask' | 'lists' | 'keytool', ...parts: readonly string[]];

const JUDGE = join(import.meta.dirname, 'java-judge.java');
/** It shall not warm up for what is over in a moment. `keytool` itself is a class that the machine does not show by itself. */
const MACHINE = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '--add-exports', 'java.base/sun.security.tools.keytool=ALL-UNNAMED'];

/** The verdicts on all questions in turn, of one start of the machine. */
export async function askJava(folder: string, questions: readonly JavaQuestion[]): Promise<readonly string[]> {
  writeFileSync(join(folder, 'questions.tsv'), questions.map((parts) => `${parts.join('\t')}\n`).join(''));
  const { exit, says } = await runProgram(folder, 'java', [...MACHINE, JUDGE, 'questions.tsv']);
  const verdicts = says.trim().split('\n');
  expect([exit, verdicts.length, exit === 0 ? '' : says]).toEqual([0, questions.length, '']);
  return verdicts.map((verdict, index) =>
    questions[index]?.[0] === 'keytool' ? Buffer.from(verdict, 'base64').toString('utf8') : verdict,
  );
}
