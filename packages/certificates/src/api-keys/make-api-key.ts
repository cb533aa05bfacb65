import { toHex } from '@sallyport/pki';
import { type Instant, newId, Secret, type Transaction } from '@sallyport/platform';
import type { ByPerson } from '../actor.ts';
import { audit } from '../audit.ts';
import type { ApiKeyId } from '../identifiers.ts';
import { permit } from '../people/permit.ts';
import { lockOrganisation } from '../people/store.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { CertificatesSchema } from '../schema.ts';
import { type GoodKeyWish, KEY_OCTETS, KEYS_OF_A_PERSON, type KeyWish, beginningOf, formatApiKey, judgeKeyWish } from './rules.ts';
import { countLiveKeys, insertKey } from './store.ts';

export interface MadeApiKey {
  readonly kind: 'made';
  readonly keyId: ApiKeyId;
  readonly name: string;
  /** Nobody can be told it again. */
  readonly key: Secret<string>;
}

type MakeRefusal = Refusal<
  'step-up-needed' | 'role-missing' | 'api-key-name-refused' | 'scopes-refused' | 'api-key-days-refused' | 'api-keys-too-many'
>;

/** A key for a program of this person, allowed what they choose of what they may do themselves. */
export function makeApiKey(ports: CertificatesPorts, input: ByPerson & { readonly wish: KeyWish }): Promise<MadeApiKey | MakeRefusal> {
  const { person, wish } = input;
  const { personId, organisationId } = person;
  const keyId = newId(ports.randomness) as ApiKeyId;
  const octets = ports.randomness.bytes(KEY_OCTETS);
  const key = new Secret(formatApiKey(octets, ports.cryptography));
  const kept = { beginning: beginningOf(octets), key_sha256: toHex(ports.cryptography.sha256(octets)) };
  octets.fill(0);
  return ports.database.transact(async (tx): Promise<MadeApiKey | MakeRefusal> => {
    const now = ports.clock.now();
    const act = { at: now, action: 'certificate-api-key.make', by: person, subject: `api-key:${keyId}` } as const;
    const good = await judge(tx, { input, now });
    if (isRefusal(good)) {
      await audit(tx, { ...act, refusal: good });
      return good;
    }
    const { name, scopes, expiresAt } = good;
    await insertKey(tx, {
      ...kept,
      key_id: keyId,
      organisation_id: organisationId,
      person_id: personId,
      name,
      scopes: JSON.stringify(scopes),
      made_at: now,
      expires_at: expiresAt,
      used_at: null,
      revoked_at: null,
      revoked_by: null,
    });
    await audit(tx, { ...act, details: { name, scopes: scopes.join(' '), days: wish.days } });
    return { kind: 'made', keyId, name, key };
  });
}

async function judge(
  tx: Transaction<CertificatesSchema>,
  { input, now }: { readonly input: Parameters<typeof makeApiKey>[1]; readonly now: Instant },
): Promise<GoodKeyWish | MakeRefusal> {
  const { person, wish } = input;
  const may = await permit(tx, { person, permission: 'make-api-keys' });
  if (isRefusal(may)) return may;
  const good = judgeKeyWish(wish, { ...may, now });
  if (isRefusal(good)) return good;
  // Of two keys at the same moment each counts the other.
  await lockOrganisation(tx, person.organisationId);
  const isFull = (await countLiveKeys(tx.query, { personId: person.personId, now })) >= KEYS_OF_A_PERSON;
  return isFull ? refuse('api-keys-too-many', 'full', { limit: KEYS_OF_A_PERSON }) : good;
}
