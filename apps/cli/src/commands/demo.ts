import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { endOf, handOnSignals } from '../child-process.ts';
import { demonstrationEnvironment } from '../demonstration/environment.ts';
import { startServer } from '../server-process.ts';
import type { Command } from '../usage.ts';

/** Fills first, serves then: one process at a time on the embedded database. What fills needs all the code of the server, and is gone with its memory when it has filled. */
export const demo: Command = {
  name: 'demo',
  synopsis: '',
  summary: 'Fills the demonstration, runs the server, and prints where to go.',
  run: async () => {
    const { code, guide } = await fill();
    // Stopped as it was told to, it has nothing to say.
    if (code !== 0 || guide === '') return code;
    const server = startServer(demonstrationEnvironment());
    if (await server.ready) process.stdout.write(`\nSallyport is ready.\n\n${guide}Stop with Ctrl-C.\n\n`);
    return server.exitCode;
  },
};

/** This program again, for one command. */
async function fill(): Promise<{ readonly code: number; readonly guide: string }> {
  const child = spawn(process.execPath, [process.argv[1] ?? '', 'fill-demonstration'], { stdio: ['ignore', 'pipe', 'inherit'] });
  handOnSignals(child);
  const [code, guide] = await Promise.all([endOf(child), text(child.stdout)]);
  return { code, guide };
}
