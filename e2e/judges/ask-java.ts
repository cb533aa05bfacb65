import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect } from 'vitest';
import { runProgram } from './run-program.ts';

/** One question to Java: how it is judged, and its files. The list is in `java-judge.java`. */
export type JavaQuestion = readonly [how: 'path' | 'answer' | 'ask' | 'lists' | 'keytool', ...parts: readonly string[]];

const JUDGE = join(import.meta.dirname, 'java-judge.java');
const COMPILED = join(import.meta.dirname, '../../.cache/java');
/** It shall not warm up for what is over in a moment. */
const MACHINE = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];
/** Of its own stores for certificates: nobody guesses at their password, and each certificate that goes in is another store made and read. */
const STORES = ['-Dkeystore.pkcs12.macIterationCount=1', '-Dkeystore.pkcs12.certPbeIterationCount=1'];
/** `keytool` itself is a class that the machine does not show by itself. */
const KEYTOOL = ['--add-exports', 'java.base/sun.security.tools.keytool=ALL-UNNAMED'];
/** So that a class compiled by one Java is read by whichever comes later. */
const FOR_JAVA_17 = ['-source', '17', '-target', '17', '-Xlint:-options'];

/** The verdicts on all questions in turn, of one start of the machine. */
export async function askJava(folder: string, questions: readonly JavaQuestion[]): Promise<readonly string[]> {
  writeFileSync(join(folder, 'questions.tsv'), questions.map((parts) => `${parts.join('\t')}\n`).join(''));
  const { exit, says } = await runProgram(folder, 'java', [
    ...MACHINE,
    ...STORES,
    ...KEYTOOL,
    '-cp',
    await compiledJudge(),
    'JavaJudge',
    'questions.tsv',
  ]);
  const verdicts = says.trim().split('\n');
  expect([exit, verdicts.length, exit === 0 ? '' : says]).toEqual([0, questions.length, '']);
  return verdicts.map((verdict, index) =>
    questions[index]?.[0] === 'keytool' ? Buffer.from(verdict, 'base64').toString('utf8') : verdict,
  );
}

/** The folder of the compiled judge: to compile it takes ten times as long as to start it. */
async function compiledJudge(): Promise<string> {
  const source = createHash('sha256').update(readFileSync(JUDGE)).digest('hex').slice(0, 16);
  const there = join(COMPILED, source);
  if (existsSync(there)) return there;
  mkdirSync(COMPILED, { recursive: true });
  const fresh = mkdtempSync(join(COMPILED, 'fresh-'));
  const compiler = [...MACHINE, '-m', 'jdk.compiler/com.sun.tools.javac.Main', ...FOR_JAVA_17, ...KEYTOOL, '-d', fresh, JUDGE];
  expect(await runProgram(COMPILED, 'java', compiler)).toMatchObject({ exit: 0 });
  try {
    renameSync(fresh, there);
  } catch (error) {
    // Another test has compiled it meanwhile.
    if (!existsSync(there)) throw error;
    rmSync(fresh, { recursive: true });
  }
  return there;
}
