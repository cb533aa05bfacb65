import type { Command } from '../usage.ts';
import { withInstallation } from '../with-installation.ts';

export const migrate: Command = {
  name: 'migrate',
  synopsis: '',
  summary: 'Brings the database up to date; the server does the same when it starts.',
  run: () =>
    withInstallation({ environment: process.env }, ({ installation }) => {
      process.stdout.write(`The ${installation.database.engine === 'sqlite' ? 'SQLite' : 'PostgreSQL'} database is up to date.\n`);
      return Promise.resolve(0);
    }),
};
