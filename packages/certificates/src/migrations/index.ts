import type { MigrationSet } from '@sallyport/platform';
import { certificates } from './0001-certificates.ts';
import { revocation } from './0002-revocation.ts';

/** The tables of this room, to be opened with those of the others. */
export const certificatesMigrations: MigrationSet = { room: 'certificates', migrations: [certificates, revocation] };
