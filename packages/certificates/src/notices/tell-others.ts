import { type EmailAddress, parseEmailAddress, type Transaction } from '@sallyport/platform';
import type { OnCertificate } from '../actor.ts';
import { audit } from '../audit.ts';
import { permit } from '../people/permit.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import { findCertificate } from '../requests/store.ts';
import type { CertificatesSchema } from '../schema.ts';
import { NOTICE_ADDRESSES_MAX } from './rules.ts';
import { replaceAddresses } from './store.ts';

export type NoAddresses = Refusal<'addresses-malformed' | 'addresses-too-many'>;

export type AddressesRefusal = Refusal<'step-up-needed' | 'role-missing' | 'certificate-not-found'> | NoAddresses;

export interface AddressesToTell extends OnCertificate {
  /** As typed, one each; all of them, in the place of those before. */
  readonly addresses: readonly string[];
}

/** Keeps with a certificate who else is told when it is issued, ends or is revoked: a team, a system of tickets. */
export function tellOthers(
  ports: CertificatesPorts,
  input: AddressesToTell,
): Promise<{ readonly kind: 'kept'; readonly addresses: readonly EmailAddress[] } | AddressesRefusal> {
  const { person, certificateId } = input;
  return ports.database.transact(async (tx) => {
    const act = { at: ports.clock.now(), action: 'certificate.tell-others', by: person, subject: `certificate:${certificateId}` } as const;
    const addresses = await addressesUnlessRefused(tx, input);
    if (isRefusal(addresses)) {
      await audit(tx, { ...act, refusal: addresses });
      return addresses;
    }
    await replaceAddresses(tx, { certificateId, addresses: addresses.all });
    await audit(tx, { ...act, details: { addresses: addresses.all.length } });
    return { kind: 'kept', addresses: addresses.all };
  });
}

interface Addresses {
  readonly all: readonly EmailAddress[];
}

async function addressesUnlessRefused(
  tx: Transaction<CertificatesSchema>,
  { person, certificateId, addresses }: AddressesToTell,
): Promise<Addresses | AddressesRefusal> {
  const may = await permit(tx, { person, permission: 'request' });
  if (isRefusal(may)) return may;
  const found = await findCertificate(tx.query, { certificateId, organisationId: person.organisationId });
  return found === undefined ? refuse('certificate-not-found', 'none of this organisation') : parseNoticeAddresses(addresses);
}

/** As typed; empty lines are none, and each is kept once. */
export function parseNoticeAddresses(texts: readonly string[]): Addresses | NoAddresses {
  const wanted = [...new Set(texts.map((text) => text.trim()).filter((text) => text !== ''))];
  if (wanted.length > NOTICE_ADDRESSES_MAX) {
    return refuse('addresses-too-many', String(wanted.length), { limit: NOTICE_ADDRESSES_MAX });
  }
  const parsed = wanted.map((text) => ({ text, address: parseEmailAddress(text) }));
  const malformed = parsed.filter(({ address }) => address === undefined).map(({ text }) => text.slice(0, 254));
  if (malformed.length > 0) return refuse('addresses-malformed', String(malformed.length), { texts: malformed });
  return { all: [...new Set(parsed.flatMap(({ address }) => address ?? []))] };
}
