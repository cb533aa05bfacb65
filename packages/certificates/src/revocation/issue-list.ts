import { type CrlSigner, type LintRule, type RevokedEntry, decodeCertificate, lintCrl, toHex, writeCrl } from '@sallyport/pki';
import type { Instant } from '@sallyport/platform';
import { audit } from '../audit.ts';
import { type OwnAuthority, belowRoot } from '../authority/own-authorities.ts';
import type { CertificatesPorts } from '../ports.ts';
import { listDates, listIsDue, momentNotBefore, reasonOf } from './rules.ts';
import { countList, hasUnlisted, counterOf, listEntries, revokedAuthorities, serveList, servedListFacts } from './store.ts';

export type ListOutcome =
  | { readonly kind: 'issued'; readonly number: number; readonly entries: number; readonly clockBehindMs: number }
  /** Nothing is new, and it is not old. */
  | { readonly kind: 'not-due' }
  /** Another process works on it, or was faster. */
  | { readonly kind: 'elsewhere' }
  /** Lint or the signer objects: for the operator to look at. What is revoked is said by the next list, once there can be one. */
  | { readonly kind: 'refused'; readonly because: string };

export interface AuthorityList {
  readonly authorityId: string;
  readonly outcome: ListOutcome;
}

/** Makes the lists that are due, of every CA whose key is here. For a loop in every process: costs three short reads a CA when none is. */
export async function issueDueLists(ports: CertificatesPorts): Promise<readonly AuthorityList[]> {
  const made: AuthorityList[] = [];
  const now = ports.clock.now();
  const living = ports.authorities.all().filter(({ issuer }) => now <= issuer.validity.notAfter);
  for (const authority of living) {
    const { lists } = authority;
    if (lists === undefined) continue;
    made.push({ authorityId: authority.authorityId, outcome: await issueListIfDue(ports, { authority, lists }) });
  }
  return made;
}

/**
 * The number, counted for ever, with what the list of it says; the octets and lint; the signature; then it is served, by every process. Whoever dies in
 * between leaves a number that no list has: the next one is higher and says the same and more.
 */
async function issueListIfDue(ports: CertificatesPorts, { authority, lists }: Pick<Counted, 'authority' | 'lists'>): Promise<ListOutcome> {
  const { database, clock } = ports;
  const { kind, authorityId } = authority;
  const now = clock.now();
  // First: whoever counts or finishes one after this was read keeps us from counting another out of what we read next.
  const counter = await counterOf(database.query, authorityId);
  const facts = await servedListFacts(database.query, authorityId);
  const served = facts && { number: facts.number, thisUpdate: facts.this_update, nextUpdate: facts.next_update };
  const signed = { kind, authorityId, below: belowRoot(ports.authorities, authorityId) };
  const due = listIsDue({ kind, served, lastNumber: counter?.last_number, hasUnlisted: await hasUnlisted(database.query, signed), now });
  if (!due) return { kind: 'not-due' };
  const number = await database.transact((tx) => countList(tx, { ...signed, counter, now }));
  if (number === undefined) return { kind: 'elsewhere' };
  return makeList(ports, { authority, lists, number, now });
}

interface Counted {
  readonly authority: OwnAuthority;
  readonly lists: CrlSigner;
  readonly number: number;
  readonly now: Instant;
}

async function makeList(ports: CertificatesPorts, { authority, lists, number, now }: Counted): Promise<ListOutcome> {
  const { database, cryptography } = ports;
  const { kind, authorityId, issuer } = authority;
  const below = belowRoot(ports.authorities, authorityId);
  // Read after the number was counted: nobody can have served one since that this one could fall behind without being refused.
  const served = await servedListFacts(database.query, authorityId);
  const entries =
    kind === 'root'
      ? await entriesOfRoot(ports, { below, number })
      : await listEntries(database.query, { authorityId, number, served, now });
  const moment = momentNotBefore(now, [served?.this_update ?? 0, issuer.validity.notBefore, ...latestOf(entries)]);
  const dates = listDates(kind, moment);
  const scope = { kind: 'full' } as const;
  const tbs = writeCrl({ issuer, number: BigInt(number), ...dates, scope, entries });
  if (!tbs.ok) return { kind: 'refused', because: tbs.error.code };
  const previousNumber = served === undefined ? undefined : BigInt(served.number);
  const findings = lintCrl(tbs.value, { issuer, scope, now: moment, previousNumber });
  if (findings.length > 0) return unlessOvertaken(findings.map(({ rule }) => rule));
  const signed = await lists.sign({ tbs: tbs.value, now: moment });
  if (!signed.ok) {
    return { kind: 'refused', because: signed.error.code === 'signer-objects' ? signed.error.objection : signed.error.code };
  }
  const der = signed.value;
  const sha256 = toHex(cryptography.sha256(der));
  const row = { authority_id: authorityId, number, der, sha256, this_update: dates.thisUpdate, next_update: dates.nextUpdate };
  return database.transact(async (tx): Promise<ListOutcome> => {
    if (!(await serveList(tx, row))) return { kind: 'elsewhere' };
    const details = { number, entries: entries.length };
    await audit(tx, {
      at: ports.clock.now(),
      action: 'certificate-list.issue',
      by: undefined,
      subject: `authority:${authorityId}`,
      details,
    });
    return { kind: 'issued', ...details, clockBehindMs: moment - now };
  });
}

/** A number that is lower than the served one means that another process went on while this one was away. */
function unlessOvertaken(rules: readonly LintRule[]): ListOutcome {
  if (rules.length === 1 && rules[0] === 'crl-number-not-higher') return { kind: 'elsewhere' };
  return { kind: 'refused', because: rules.join(', ') };
}

function latestOf(entries: readonly RevokedEntry[]): readonly Instant[] {
  return [entries.reduce((latest, { revokedAt }) => Math.max(latest, revokedAt), 0)];
}

async function entriesOfRoot(
  ports: CertificatesPorts,
  listed: { readonly below: readonly string[]; readonly number: number },
): Promise<readonly RevokedEntry[]> {
  const rows = await revokedAuthorities(ports.database.query, listed);
  return rows.flatMap(({ der, revoked_at, revocation_reason }) => {
    const decoded = decodeCertificate(der);
    if (!decoded.ok || revoked_at === null) return [];
    return [{ serial: decoded.value.serial, revokedAt: revoked_at, reason: reasonOf(revocation_reason) }];
  });
}
