import {
  type Instant,
  type PasskeyCreation,
  type PasskeyCreationFields,
  type PasskeyNotVerified,
  type Transaction,
  type VerifiedCreation,
  parsePasskeyCreation,
} from '@sallyport/platform';
import type { Account } from '../accounts/account.ts';
import { findAccountBy, lockAccount } from '../accounts/store.ts';
import { audit } from '../audit.ts';
import type { AccountId, FederationSessionRef } from '../identifiers.ts';
import { queueNotice } from '../notices/queue-mails.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { IdentitySchema } from '../schema.ts';
import type { Visit } from '../visit.ts';
import { takeChallenge } from './challenge-store.ts';
import { insertPasskey, passkeysOf } from './store.ts';

export interface MadePasskeySubmission {
  readonly accountId: AccountId;
  readonly session: FederationSessionRef;
  readonly fields: PasskeyCreationFields;
  readonly visit: Visit;
}

type RegisterRefusal = Refusal<'passkey-not-expected' | 'passkey-refused' | 'passkey-known' | 'passkey-limit' | 'step-up-needed'>;
type Registered = { readonly kind: 'registered'; readonly name: string };

/**
 * The passkey that a device has made for this account, in the session that was allowed to. The challenge is spent before the answer is looked at, whatever comes of it: one
 * permission, one try. Every address is told.
 */
export async function registerPasskey(
  ports: IdentityPorts,
  input: MadePasskeySubmission,
): Promise<Registered | Refusal<'passkey-malformed'> | RegisterRefusal> {
  const creation = parsePasskeyCreation(input.fields);
  if (!creation) return refuse('passkey-malformed', 'no answer of a device');
  const expected = await spendPermission(ports, input, creation);
  if (isRefusal(expected)) return expected;
  const outcome = await ports.passkeyVerifier.verifyCreation(creation);
  return ports.database.transact(async (tx): Promise<Registered | RegisterRefusal> => {
    const { accountId, visit } = input;
    const now = ports.clock.now();
    const act = { at: now, action: 'passkey.register', account: accountId, actor: 'owner', visit } as const;
    const kept = await keepPasskey(ports, tx, { outcome, accountId, name: expected.name, now });
    if (isRefusal(kept)) {
      await audit(tx, { ...act, refusal: kept });
      return kept;
    }
    const { account, passkey } = kept;
    await queueNotice(ports, tx, { account, about: 'passkey-added', at: now, visit, passkey: expected.name });
    await audit(tx, { ...act, details: { deviceType: passkey.deviceType, verified: passkey.isUserVerified ? 'yes' : 'no' } });
    return { kind: 'registered', name: expected.name };
  });
}

async function spendPermission(
  ports: IdentityPorts,
  { accountId, session, visit }: MadePasskeySubmission,
  { challenge }: PasskeyCreation,
): Promise<{ readonly name: string } | Refusal<'passkey-not-expected'>> {
  const now = ports.clock.now();
  return ports.database.transact(async (tx) => {
    const taken = await takeChallenge(tx, { session, purpose: 'register', accountId, challenge, now });
    if (taken) return taken;
    const refusal = refuse('passkey-not-expected', 'no such challenge waits');
    await audit(tx, { at: now, action: 'passkey.register', account: accountId, actor: 'owner', visit, refusal });
    return refusal;
  });
}

interface Keeping {
  readonly outcome: VerifiedCreation | PasskeyNotVerified;
  readonly accountId: AccountId;
  readonly name: string;
  readonly now: Instant;
}

async function keepPasskey(
  ports: IdentityPorts,
  tx: Transaction<IdentitySchema>,
  { outcome: passkey, accountId, name, now }: Keeping,
): Promise<{ readonly account: Account; readonly passkey: VerifiedCreation } | RegisterRefusal> {
  if (passkey.kind === 'not-verified') return refuse('passkey-refused', passkey.because);
  await lockAccount(tx, accountId);
  const account = await findAccountBy(tx.query, { accountId });
  if (account?.state !== 'ACTIVE') return refuse('step-up-needed', 'no active account');
  const { mostPasskeys: limit } = ports.policy;
  if ((await passkeysOf(tx.query, accountId)).length >= limit) return refuse('passkey-limit', 'as many as there may be', { limit });
  if (!(await insertPasskey(tx, { passkey, accountId, name, now }))) return refuse('passkey-known', 'registered before');
  return { account, passkey };
}
