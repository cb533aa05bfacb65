import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { Bytes } from '@sallyport/protocol';

/** Another author's program, run to its end. */
export interface ToolRun {
  readonly program: string;
  readonly args: readonly string[];
  /** For its standard input: the only way a secret goes to a program, as everybody may read what a program was called with. */
  readonly input?: Uint8Array;
  readonly patienceMs: number;
  /** `ending`: what it says goes nowhere. A clipboard tool leaves a child behind that would keep the streams open. */
  readonly wants: 'output' | 'ending';
}

export type ToolEnding =
  /** It ended by itself. `complaint`: what it wrote to standard error. */
  | { readonly kind: 'ended'; readonly code: number; readonly output: Bytes; readonly complaint: string }
  /** There is no such program, or it did not end in time. */
  | { readonly kind: 'did-not-run' };

export type RunTool = (run: ToolRun) => Promise<ToolEnding>;

/** A tool that says more than this is not the one meant. */
const MOST_OUTPUT_OCTETS = 65_536;

/** Runs it in this environment, whose PATH says where it is found. */
export function toolRunner(environment: NodeJS.ProcessEnv): RunTool {
  return ({ program, args, input, patienceMs, wants }) =>
    new Promise((resolve) => {
      const hearing = wants === 'output' ? 'pipe' : 'ignore';
      const child = spawn(program, args, {
        env: environment,
        stdio: ['pipe', hearing, hearing],
        timeout: patienceMs,
        killSignal: 'SIGKILL',
      });
      const isTooMuch = (): void => void child.kill('SIGKILL');
      const output = collected(child.stdout, isTooMuch);
      const complaint = collected(child.stderr, isTooMuch);
      child.once('error', () => {
        resolve({ kind: 'did-not-run' });
      });
      child.once('close', (code) => {
        if (code === null) resolve({ kind: 'did-not-run' });
        else resolve({ kind: 'ended', code, output: output(), complaint: Buffer.from(complaint()).toString() });
      });
      // A tool that ends before it has read everything closes the pipe; its exit code says how it went.
      child.stdin?.on('error', () => undefined);
      child.stdin?.end(input);
    });
}

/** Everything the stream has said so far; the pieces are wiped when they are joined. */
function collected(stream: Readable | null, tooMuch: () => void): () => Bytes {
  const chunks: Buffer[] = [];
  let length = 0;
  stream?.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MOST_OUTPUT_OCTETS) tooMuch();
  });
  return () => {
    const whole = new Uint8Array(Buffer.concat(chunks));
    for (const chunk of chunks) chunk.fill(0);
    return whole;
  };
}
