import { newId } from '@sallyport/platform';
import { findAccountBy, lockAccount } from '../accounts/store.ts';
import type { Proof } from '../assurance/rules.ts';
import { audit } from '../audit.ts';
import type { AccountId, FederationSessionRef } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import { recoveryVerdict } from '../recovery/find-recovery-verdict.ts';
import { type Refusal, refuse } from '../refusals.ts';
import type { Visit } from '../visit.ts';
import { putChallenge } from './challenge-store.ts';
import { MOST_PASSKEY_NAME_CHARACTERS, parsePasskeyName } from './rules.ts';
import { passkeysOf } from './store.ts';

export interface PasskeyWish {
  readonly accountId: AccountId;
  readonly proofs: readonly Proof[];
  /** What its owner wants to call it. */
  readonly name: string;
  /** The browser's session at the Federation, where the passkey is made. */
  readonly session: FederationSessionRef;
  readonly visit: Visit;
}

type StartRefusal = Refusal<'step-up-needed' | 'passkey-limit'>;

/**
 * Allows this browser to make one passkey at the Federation, within ten minutes. A passkey opens the account on another device, so it takes what moving a credential takes: level 2, or
 * two independent ways, without any wait.
 */
export async function startPasskeyRegistration(
  ports: IdentityPorts,
  input: PasskeyWish,
): Promise<{ readonly kind: 'started' } | Refusal<'passkey-name-malformed'> | StartRefusal> {
  const { accountId, session, visit } = input;
  const name = parsePasskeyName(input.name);
  if (name === undefined) return refuse('passkey-name-malformed', 'the name', { limit: MOST_PASSKEY_NAME_CHARACTERS });
  const now = ports.clock.now();
  const { mostPasskeys, lifetimes } = ports.policy;
  return ports.database.transact(async (tx): Promise<{ readonly kind: 'started' } | StartRefusal> => {
    await lockAccount(tx, accountId);
    const account = await findAccountBy(tx.query, { accountId });
    const verdict = await recoveryVerdict(ports, tx.query, { ...input, act: 'replace-credential', now });
    const act = { at: now, action: 'passkey.start-registration', account: accountId, actor: 'owner', visit } as const;
    const isAllowed = account?.state === 'ACTIVE' && verdict.kind === 'allowed';
    const isFull = isAllowed && (await passkeysOf(tx.query, accountId)).length >= mostPasskeys;
    if (!isAllowed || isFull) {
      const refusal = isFull
        ? refuse('passkey-limit', 'as many as there may be', { limit: mostPasskeys })
        : refuse('step-up-needed', account ? verdict.kind : 'no account');
      await audit(tx, { ...act, refusal });
      return refusal;
    }
    // Nobody is shown this challenge: the page at the Federation puts its own in its place.
    const challenge = newId(ports.randomness);
    await putChallenge(tx, { session, purpose: 'register', accountId, challenge, name, expiresAt: now + lifetimes.passkeyCeremonyMs });
    await audit(tx, act);
    return { kind: 'started' };
  });
}
