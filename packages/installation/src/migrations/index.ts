import type { MigrationSet } from '@sallyport/platform';
import { sessions } from './0001-sessions.ts';
import { artefactEpochs } from './0002-artefact-epochs.ts';
import { federationSessions } from './0003-federation-sessions.ts';

/** Everything the server's listeners keep in the database, oldest first. None is ever changed. */
export const serverMigrations: MigrationSet = { room: 'server', migrations: [sessions, artefactEpochs, federationSessions] };
