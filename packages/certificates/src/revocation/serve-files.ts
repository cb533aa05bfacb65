import { authorityOf } from '../authority/store.ts';
import type { CertificatesPorts } from '../ports.ts';
import type { CertificateListTable } from '../schema.ts';
import { type ListCaching, listCaching } from './rules.ts';
import { servedList, servedListFacts } from './store.ts';

/** How the list of a CA is to be kept by caches, as it is served now; undefined when there is no such CA, or no list of it yet. */
export async function findListCaching({ database, clock }: CertificatesPorts, authorityId: string): Promise<ListCaching | undefined> {
  const facts = await servedListFacts(database.query, authorityId);
  return facts && cachingOf(facts, clock.now());
}

export interface ReadList {
  readonly der: Uint8Array;
  readonly caching: ListCaching;
}

/** The list itself, whichever process made it. It may have megabytes. */
export async function readList({ database, clock }: CertificatesPorts, authorityId: string): Promise<ReadList | undefined> {
  const row = await servedList(database.query, authorityId);
  return row && { der: row.der, caching: cachingOf(row, clock.now()) };
}

function cachingOf(row: Omit<CertificateListTable, 'authority_id' | 'der'>, now: number): ListCaching {
  return listCaching({ number: row.number, thisUpdate: row.this_update, nextUpdate: row.next_update, sha256: row.sha256 }, now);
}

/** The certificate of a CA of this installation. */
export function findAuthorityCertificate({ database }: CertificatesPorts, authorityId: string): Promise<Uint8Array | undefined> {
  return authorityOf(database.query, authorityId);
}
