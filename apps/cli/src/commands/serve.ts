import { startServer } from '../server-process.ts';
import type { Command } from '../usage.ts';

export const serve: Command = {
  name: 'serve',
  synopsis: '',
  summary: 'Runs the server until it is told to stop.',
  run: () => startServer(process.env).exitCode,
};
