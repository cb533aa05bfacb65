import { generateKeyPair, type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import {
  type CertificateId,
  type CertificatesPorts,
  type Person,
  type Refusal,
  type Role,
  deactivateCertificate,
  decideOnRequest,
  expireDue,
  grantRoleByOperator,
  isRefusal,
  issueCertificate,
  reissueCertificate,
  renewCertificate,
  requestCertificate,
  revokeCertificate,
  tellOccasions,
} from '@sallyport/certificates';
import { findAccount } from '@sallyport/identity';
import type { Installation } from '@sallyport/installation';
import { csrToSign, decodeCertificate, parseIdentifier, signedCsr } from '@sallyport/pki';
import { introduceAccount } from '../introduce-account.ts';
import { type DemonstrationCertificate, INVENTORY } from './inventory.ts';

/** Who may do what in the demonstration. Each can decide on what the other asks for. */
const ROLES = {
  'ada.lindqvist': ['requester', 'approver', 'domain-administrator'],
  'mikkel.thorsen': ['requester', 'approver', 'organisation-administrator'],
} as const satisfies Record<DemonstrationCertificate['askedBy'], readonly Role[]>;

type UserName = DemonstrationCertificate['askedBy'];
type Staff = Readonly<Record<UserName, Person>>;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * Gives the demonstration's organisation its certificates: every one asked for, agreed to and signed by the verbs that do it for anybody, at a moment
 * of the past. What people have made since is left alone.
 */
export async function fillCertificates({ identity, certificates }: Pick<Installation, 'identity' | 'certificates'>): Promise<void> {
  const there = await certificates.database.query.selectFrom('certificate').select('certificate_id').limit(1).executeTakeFirst();
  if (there !== undefined) return;
  const staff = {
    'ada.lindqvist': await hire({ identity, certificates }, 'ada.lindqvist'),
    'mikkel.thorsen': await hire({ identity, certificates }, 'mikkel.thorsen'),
  };
  await Promise.all(INVENTORY.map((one) => make(certificates, { one, staff })));
  await expireDue(certificates);
  // What happened in the past was told in the past; only what is yet to come is told to whoever looks around.
  const silent = { ...certificates, mailer: { queue: () => Promise.resolve() } };
  while ((await tellOccasions(silent)) > 0);
}

async function hire({ identity, certificates }: Pick<Installation, 'identity' | 'certificates'>, userName: UserName): Promise<Person> {
  const account = await findAccount(identity, { userName });
  if (account === undefined) throw new Error(`the demonstration has no ${userName}`);
  const known = await introduceAccount(certificates, account);
  for (const role of ROLES[userName]) await grantRoleByOperator(certificates, { ...known, role });
  return { ...known, level: 2, network: '127.0.0.1' };
}

async function make(
  ports: CertificatesPorts,
  { one, staff }: { readonly one: DemonstrationCertificate; readonly staff: Staff },
): Promise<void> {
  // A demonstration from before there were certificates has a CA of today, which signs nothing for the time before it.
  let moment = Math.max(ports.clock.now() - one.askedDaysAgo * DAY_MS, caSince(ports));
  const then = { ...ports, clock: { now: () => moment } };
  const requester = staff[one.askedBy];
  const colleague = staff[colleagueOf(one.askedBy)];
  const { names, profileId, lifetimeDays, note } = one;
  const csr = await newCsr(names);
  const asked = must(
    await requestCertificate(then, { person: requester, wish: { profileId, csr, names, subject: {}, lifetimeDays, note } }),
  );
  if (one.became === 'pending') return;
  const { certificateId } = asked;
  moment += 2 * HOUR_MS;
  const decision = one.became === 'declined' ? 'decline' : 'approve';
  if (asked.status !== 'APPROVED')
    must(await decideOnRequest(then, { person: colleague, certificateId, decision, reason: one.words ?? '' }));
  if (one.became === 'declined') return;
  const outcome = await issueCertificate(then, certificateId);
  if (outcome !== 'issued') throw new Error(`the demonstration's certificate of ${names.join(', ')} is ${outcome}`);
  if (one.then !== undefined) {
    await takePlace(ports, { then: one.then, names, staff, certificateId });
    return;
  }
  moment += (one.askedDaysAgo / 2) * DAY_MS;
  await end(then, { one, requester, certificateId });
}

const A_WEEK_IN_HOURS = 168;

async function takePlace(
  ports: CertificatesPorts,
  given: {
    readonly then: NonNullable<DemonstrationCertificate['then']>;
    readonly names: readonly string[];
    readonly staff: Staff;
    readonly certificateId: CertificateId;
  },
): Promise<void> {
  const { certificateId, names, staff } = given;
  const { act, askedDaysAgo, askedBy, note, became } = given.then;
  const moment = Math.max(ports.clock.now() - askedDaysAgo * DAY_MS, caSince(ports));
  const then = { ...ports, clock: { now: () => moment } };
  const input = { person: staff[askedBy], certificateId, note };
  const csr = await newCsr(names);
  const asked = must(
    act === 'renewal'
      ? await renewCertificate(then, { ...input, key: { kind: 'new', csr }, lifetimeDays: undefined })
      : await reissueCertificate(then, { ...input, csr, overlapHours: A_WEEK_IN_HOURS }),
  );
  if (became === 'pending') return;
  must(
    await decideOnRequest(then, {
      person: staff[colleagueOf(askedBy)],
      certificateId: asked.certificateId,
      decision: 'approve',
      reason: '',
    }),
  );
  await issueCertificate(then, asked.certificateId);
}

function colleagueOf(userName: UserName): UserName {
  return userName === 'ada.lindqvist' ? 'mikkel.thorsen' : 'ada.lindqvist';
}

function caSince({ provider }: CertificatesPorts): number {
  const [issuing] = provider.chain();
  const decoded = issuing && decodeCertificate(issuing);
  return decoded?.ok === true ? decoded.value.validity.notBefore : 0;
}

async function end(
  ports: CertificatesPorts,
  given: { readonly one: DemonstrationCertificate; readonly requester: Person; readonly certificateId: CertificateId },
): Promise<void> {
  const { one, requester: person, certificateId } = given;
  if (one.became === 'revoked') must(await revokeCertificate(ports, { person, certificateId, reason: one.words ?? 'unspecified' }));
  if (one.became === 'deactivated') must(await deactivateCertificate(ports, { person, certificateId }));
}

const newKeyPair = promisify(generateKeyPair);

/** Its key is thrown away: nothing in the demonstration serves under these names. */
async function newCsr(texts: readonly string[]): Promise<Uint8Array> {
  const names = texts.flatMap((text) => {
    const identifier = parseIdentifier(text);
    return identifier.ok ? [identifier.value] : [];
  });
  const { publicKey, privateKey }: { publicKey: KeyObject; privateKey: KeyObject } = await newKeyPair('ec', { namedCurve: 'P-256' });
  const info = csrToSign({ spki: publicKey.export({ format: 'der', type: 'spki' }), names });
  return signedCsr({ info, signature: sign('sha256', info, { key: privateKey, dsaEncoding: 'ieee-p1363' }) });
}

/** The demonstration's own data is never refused; if it is, the program is wrong. */
function must<Value extends object>(outcome: Value | Refusal): Value {
  if (isRefusal(outcome)) throw new Error(`the demonstration was refused: ${outcome.code} (${outcome.reason})`);
  return outcome;
}
