import { type DecodedCrl, decodeCertificate, decodeCrl, isCrlOf, isRevocationReason, reasonNumber, toHex } from '@sallyport/pki';
import { audit } from '../audit.ts';
import { EMBEDDED_ROOT, belowRoot, currentOf, mustFit } from '../authority/own-authorities.ts';
import { authorityRows, markListed } from '../authority/store.ts';
import type { CertificatesPorts } from '../ports.ts';
import { serveList, servedListFacts } from '../revocation/store.ts';
import type { CertificateAuthorityTable } from '../schema.ts';

export type ListImport =
  | {
      readonly kind: 'imported';
      readonly rootId: string;
      readonly number: number;
      /** Revoked here, and not in this list: the next ceremony has to say it. */
      readonly stillToList: readonly string[];
    }
  | { readonly kind: 'malformed' }
  /** Of no root that was imported here, or not signed by its key. */
  | { readonly kind: 'of-another-root' }
  | { readonly kind: 'not-of-now' }
  /** A part, or without a number. */
  | { readonly kind: 'not-complete' }
  | { readonly kind: 'not-newer' }
  /** What a list has said once, every later one says too: nobody is taken back. */
  | { readonly kind: 'forgets'; readonly authorityId: string }
  /** It revokes the CA that issues now: there has to be another first, or one from before would go on in its place. */
  | { readonly kind: 'in-use'; readonly authorityId: string };

/** Serves a list that was signed in a ceremony, from now on. What it revokes and was not revoked here is. */
export async function importList(ports: CertificatesPorts, der: Uint8Array): Promise<ListImport> {
  const { database, clock, cryptography, authorities } = ports;
  await authorities.refresh();
  const decoded = decodeCrl(der);
  if (!decoded.ok) return { kind: 'malformed' };
  const list = decoded.value;
  const root = authorities
    .all()
    .find(
      ({ kind, authorityId, issuer }) =>
        kind === 'root' && authorityId !== EMBEDDED_ROOT && isCrlOf(issuer.certificate, list, cryptography),
    );
  if (root === undefined) return { kind: 'of-another-root' };
  const rootId = root.authorityId;
  const now = clock.now();
  const { thisUpdate, nextUpdate } = list;
  if (nextUpdate === undefined || thisUpdate > now || nextUpdate <= now) return { kind: 'not-of-now' };
  const number = wholeNumber(list);
  if (number === undefined) return { kind: 'not-complete' };
  const served = await servedListFacts(database.query, rootId);
  if (served !== undefined && (number <= served.number || thisUpdate < served.this_update)) return { kind: 'not-newer' };
  const below = belowRoot(authorities, rootId);
  const rows = (await authorityRows(database.query)).filter(({ authority_id }) => below.includes(authority_id));
  const said = rows.map((row) => ({ row, entry: entryOf(list, row) }));
  const forgotten = said.find(({ row, entry }) => row.listed_number !== null && entry === undefined);
  if (forgotten !== undefined) return { kind: 'forgets', authorityId: forgotten.row.authority_id };
  const current = currentOf(authorities)?.authorityId;
  const isInUse = said.some(({ row, entry }) => row.authority_id === current && entry !== undefined);
  if (current !== undefined && isInUse) return { kind: 'in-use', authorityId: current };
  const sha256 = toHex(cryptography.sha256(list.der));
  const isServed = await database.transact(async (tx) => {
    const row = { authority_id: rootId, number, der: list.der, sha256, this_update: thisUpdate, next_update: nextUpdate };
    if (!(await serveList(tx, row))) return false;
    for (const { row: listed, entry } of said) {
      if (entry === undefined) continue;
      const reason = entry.reason !== undefined && isRevocationReason(entry.reason) ? entry.reason : 'unspecified';
      await markListed(tx, { authorityId: listed.authority_id, number, revokedAt: entry.revokedAt, reasonNumber: reasonNumber(reason) });
    }
    const details = { number, entries: list.entries.length };
    await audit(tx, { at: now, action: 'certificate-list.import', by: undefined, subject: `authority:${rootId}`, details });
    return true;
  });
  if (!isServed) return { kind: 'not-newer' };
  await authorities.refresh();
  const stillToList = said.flatMap(({ row, entry }) => (row.revoked_at !== null && entry === undefined ? [row.authority_id] : []));
  return { kind: 'imported', rootId, number, stillToList };
}

/** Of a list that speaks for all that the root has signed. */
function wholeNumber({ number, distributionPoint }: DecodedCrl): number | undefined {
  const isWhole = distributionPoint === undefined && number !== undefined && number > 0n && number <= BigInt(Number.MAX_SAFE_INTEGER);
  return isWhole ? Number(number) : undefined;
}

function entryOf({ entries }: DecodedCrl, { der }: CertificateAuthorityTable) {
  const { serialHex } = mustFit(decodeCertificate(der));
  return entries.find(({ serial }) => toHex(serial) === serialHex);
}
