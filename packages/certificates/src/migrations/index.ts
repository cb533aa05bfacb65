import type { MigrationSet } from '@sallyport/platform';
import { certificates } from './0001-certificates.ts';
import { inventory } from './0002-inventory.ts';
import { revocation } from './0003-revocation.ts';
import { domains } from './0004-domains.ts';
import { life } from './0005-life.ts';
import { acmeProvider } from './0006-acme-provider.ts';
import { stock } from './0007-stock.ts';
import { revocationApprovals } from './0008-revocation-approvals.ts';
import { apiKeys } from './0009-api-keys.ts';

/** The tables of this room, to be opened with those of the others. */
export const certificatesMigrations: MigrationSet = {
  room: 'certificates',
  migrations: [certificates, inventory, revocation, domains, life, acmeProvider, stock, revocationApprovals, apiKeys],
};
