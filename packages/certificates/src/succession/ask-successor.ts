import { type Subject, toHex } from '@sallyport/pki';
import { type Instant, newId, type Transaction } from '@sallyport/platform';
import type { OnCertificate } from '../actor.ts';
import { audit } from '../audit.ts';
import { carryValues } from '../fields/store.ts';
import type { CertificateId } from '../identifiers.ts';
import { copyAddresses } from '../notices/store.ts';
import { permit } from '../people/permit.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import { type CertificateAskedFor, type RequestOrigin, keepRequest } from '../requests/keep-request.ts';
import { type PreparedRequest, type RequestRefusal, namesForAudit, namesOf, prepareRequest } from '../requests/prepare-request.ts';
import { findCertificate, insertEvent, lockRow } from '../requests/store.ts';
import type { CertificatesSchema, CertificateTable } from '../schema.ts';
import { type SuccessionKind, isStanding, judgeOverlap, judgeReplaceable, timeOfReissue } from './rules.ts';
import { successorsOf } from './store.ts';

export type SuccessionRefusal =
  | RequestRefusal
  | Refusal<'certificate-not-found' | 'status-changed' | 'replaced-already' | 'key-unchanged' | 'csr-not-kept' | 'overlap-refused'>;

/** The key of the new one. */
export type SuccessionKey =
  | { readonly kind: 'same' }
  /** `csr`: as a request for a certificate takes it. */
  | { readonly kind: 'new'; readonly csr: string | Uint8Array };

export interface SuccessionWish {
  readonly kind: SuccessionKind;
  readonly key: SuccessionKey;
  /** Of a renewal; undefined: what is usual for the profile. */
  readonly lifetimeDays: number | undefined;
  /** Of a reissue. */
  readonly overlapHours: number | null;
  readonly note: string;
}

interface Asking {
  readonly input: OnCertificate;
  readonly wish: SuccessionWish;
}

interface Prepared {
  readonly request: PreparedRequest;
  readonly origin: RequestOrigin;
}

const KINDS = {
  renewal: { action: 'certificate.renew', what: 'renewal-asked' },
  reissue: { action: 'certificate.reissue', what: 'reissue-asked' },
} as const;

/** Asks for one of the same names in the place of another: a request like any other, and the only one for this place. */
export async function askSuccessor(ports: CertificatesPorts, asking: Asking): Promise<CertificateAskedFor | SuccessionRefusal> {
  const { person, certificateId: predecessorId } = asking.input;
  const prepared = await prepare(ports, asking);
  const { action, what } = KINDS[asking.wish.kind];
  const certificateId = newId(ports.randomness) as CertificateId;
  const eventIds = { asked: newId(ports.randomness), inPlace: newId(ports.randomness) };
  return ports.database.transact(async (tx): Promise<CertificateAskedFor | SuccessionRefusal> => {
    const now = ports.clock.now();
    const standing = isRefusal(prepared) ? prepared : ((await objection(tx, asking, now)) ?? prepared);
    if (isRefusal(standing)) {
      await audit(tx, { at: now, action, by: person, subject: `certificate:${predecessorId}`, refusal: standing });
      return standing;
    }
    const { request, origin } = standing;
    const asked = await keepRequest(tx, ports, { person, prepared: request, origin, certificateId, eventId: eventIds.asked, now });
    await copyAddresses(tx, { from: predecessorId, to: certificateId });
    const [first_name = ''] = namesOf(request.wish);
    await carryValues(tx, {
      from: predecessorId,
      to: { certificate_id: certificateId, organisation_id: person.organisationId, first_name },
    });
    await insertEvent(tx, { certificateId: predecessorId, eventId: eventIds.inPlace, at: now, personId: person.personId, what });
    const details = { predecessor: predecessorId, profile: request.wish.profile.id, names: namesForAudit(request) };
    await audit(tx, { at: now, action, by: person, subject: `certificate:${certificateId}`, details });
    return asked;
  });
}

/** What stands against it under the lock of the predecessor: it may have changed since the request was prepared, and so may a role. */
async function objection(
  tx: Transaction<CertificatesSchema>,
  { input, wish }: Asking,
  now: Instant,
): Promise<SuccessionRefusal | undefined> {
  const { person, certificateId } = input;
  const may = await permit(tx, { person, permission: 'request' });
  if (isRefusal(may)) return may;
  const row = await lockRow(tx, { certificateId, organisationId: person.organisationId });
  if (row === undefined) return refuse('certificate-not-found', 'none of this organisation');
  const successor = (await successorsOf(tx.query, certificateId)).find(isStanding);
  return successor === undefined ? judgeReplaceable(wish.kind, { row, now }) : refuse('replaced-already', successor.certificate_id);
}

async function prepare(ports: CertificatesPorts, { input, wish }: Asking): Promise<Prepared | SuccessionRefusal> {
  const { person, certificateId } = input;
  const { query } = ports.database;
  const may = await permit(ports.database, { person, permission: 'request' });
  if (isRefusal(may)) return may;
  const row = await findCertificate(query, { certificateId, organisationId: person.organisationId });
  if (row === undefined) return refuse('certificate-not-found', 'none of this organisation');
  const now = ports.clock.now();
  const notNow = judgeReplaceable(wish.kind, { row, now });
  if (notNow !== undefined) return notNow;
  const badOverlap = wish.overlapHours === null ? undefined : judgeOverlap(wish.overlapHours);
  if (badOverlap !== undefined) return badOverlap;
  const csr = wish.key.kind === 'same' ? row.csr && new Uint8Array(row.csr) : wish.key.csr;
  if (csr === null) return refuse('csr-not-kept', row.origin);
  const { keepsNotAfter, lifetimeDays } = timeOf(ports, { row, wish, now });
  const request = await prepareRequest(ports, {
    person,
    wish: {
      profileId: row.profile_id,
      csr,
      names: JSON.parse(row.names) as string[],
      subject: JSON.parse(row.subject) as Subject,
      lifetimeDays,
      note: wish.note,
      entries: 'not-asked',
    },
    keepsNotAfter,
  });
  if (isRefusal(request)) return request;
  if (wish.key.kind === 'new' && keyOf(ports, request) === row.key_sha256) return refuse('key-unchanged', wish.kind);
  return {
    request,
    origin: {
      origin: wish.kind,
      predecessor_id: certificateId,
      keeps_not_after: keepsNotAfter ?? null,
      overlap_hours: wish.overlapHours,
    },
  };
}

function timeOf(
  { profiles }: Pick<CertificatesPorts, 'profiles'>,
  { row, wish, now }: { readonly row: CertificateTable; readonly wish: SuccessionWish; readonly now: Instant },
): { readonly keepsNotAfter?: Instant; readonly lifetimeDays: number | undefined } {
  const profile = profiles.find(({ id }) => id === row.profile_id);
  if (wish.kind === 'renewal' || profile === undefined || row.not_after === null) return { lifetimeDays: wish.lifetimeDays };
  return timeOfReissue(row.not_after, { profile, now });
}

function keyOf({ cryptography }: Pick<CertificatesPorts, 'cryptography'>, { wish }: PreparedRequest): string {
  return toHex(cryptography.sha256(wish.csr.publicKey.spki));
}
