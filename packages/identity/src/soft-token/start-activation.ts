import type { Instant, Secret, Transaction } from '@sallyport/platform';
import { toBase64url, wipe } from '@sallyport/protocol';
import { generateReceiverKeys } from '@sallyport/protocol/activation';
import { lockAccount } from '../accounts/store.ts';
import { type Proof, assuranceOf } from '../assurance/rules.ts';
import { audit } from '../audit.ts';
import type { AccountId, ActivationId, Serial, TokenId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import { randomBelow } from '../randomness.ts';
import { type Refusal, refuse } from '../refusals.ts';
import type { IdentitySchema } from '../schema.ts';
import type { Visit } from '../visit.ts';
import { activationLinkOf, activationPlace } from './activation-link.ts';
import { abandonActivations, insertActivation } from './activation-store.ts';
import { SERIAL_NUMBERS, formatSerial, levelToActivate } from './rules.ts';
import { insertToken, listTokens } from './store.ts';

export interface ActivationOffer {
  readonly tokenId: TokenId;
  readonly serial: Serial;
  /** `<Soft Token>/a#v=1&…` for the link and the QR code. */
  readonly link: Secret<string>;
  readonly expiresAt: Instant;
}

/** Who asks: the person in a session, or the operator who sets accounts up from the machine itself. */
export type ActivationActor =
  | { readonly kind: 'owner'; readonly proofs: readonly Proof[]; readonly visit: Visit }
  | { readonly kind: 'operator' };

const TOKEN_ID_OCTETS = 16;
const ACTIVATION_ID_OCTETS = 16;
const PRESHARED_KEY_OCTETS = 32;

/**
 * A new token in state PENDING and its link: 24 hours, 5 tries, once. The first token of an account needs level 1; any other level 2, since it
 * moves a credential to another device. An activation of the same account that was not finished is replaced.
 */
export async function startActivation(
  ports: IdentityPorts,
  input: { readonly accountId: AccountId; readonly actor: ActivationActor },
): Promise<ActivationOffer | Refusal<'step-up-needed'>> {
  const { accountId, actor } = input;
  const receiver = await generateReceiverKeys(ports.randomness);
  const now = ports.clock.now();
  return ports.database.transact(async (tx) => {
    const account = await lockAccount(tx, accountId);
    const refusal =
      account?.state === 'ACTIVE' ? await refusalOf(tx, { accountId, actor, now }) : refuse('step-up-needed', 'no active account');
    const act = {
      at: now,
      action: 'soft-token.start-activation',
      account: accountId,
      actor: actor.kind === 'owner' ? 'owner' : 'system',
      visit: actor.kind === 'owner' ? actor.visit : undefined,
    } as const;
    if (refusal) {
      await audit(tx, { ...act, refusal });
      return refusal;
    }
    await abandonActivations(tx, accountId);
    const { tokenId, serial } = await createToken(ports, tx, { accountId, now });
    const activationId = toBase64url(ports.randomness.bytes(ACTIVATION_ID_OCTETS)) as ActivationId;
    const presharedKey = ports.randomness.bytes(PRESHARED_KEY_OCTETS);
    const sealedPsk = ports.sealer.seal({ plaintext: presharedKey, place: activationPlace('sealed_psk', activationId) });
    const expiresAt = now + ports.policy.lifetimes.activationMs;
    await insertActivation(tx, {
      activation_id: activationId,
      token_id: tokenId,
      sealed_psk: sealedPsk,
      sealed_receiver_key: ports.sealer.seal({
        plaintext: receiver.privateKey,
        place: activationPlace('sealed_receiver_key', activationId),
      }),
      receiver_public_key: receiver.publicKey,
      created_at: now,
      expires_at: expiresAt,
    });
    wipe(presharedKey);
    await audit(tx, { ...act, details: { tokenId, serial } });
    const link = activationLinkOf(ports, { activationId, sealedPsk, receiverPublicKey: receiver.publicKey });
    return { tokenId, serial, link, expiresAt };
  });
}

async function refusalOf(
  tx: Transaction<IdentitySchema>,
  asked: { readonly accountId: AccountId; readonly actor: ActivationActor; readonly now: Instant },
): Promise<Refusal<'step-up-needed'> | undefined> {
  if (asked.actor.kind === 'operator') return undefined;
  const needed = levelToActivate(await listTokens(tx.query, asked.accountId));
  const { level } = assuranceOf(asked.actor.proofs, asked.now);
  return level >= needed ? undefined : refuse('step-up-needed', `level ${String(level)} of ${String(needed)}`);
}

const SERIAL_DRAWS = 20;

async function createToken(
  ports: IdentityPorts,
  tx: Transaction<IdentitySchema>,
  of: { readonly accountId: AccountId; readonly now: Instant },
): Promise<{ readonly tokenId: TokenId; readonly serial: Serial }> {
  const { otp, token } = ports.policy;
  const tokenId = toBase64url(ports.randomness.bytes(TOKEN_ID_OCTETS)) as TokenId;
  for (let draw = 0; draw < SERIAL_DRAWS; draw += 1) {
    const serial = formatSerial(randomBelow(ports.randomness, SERIAL_NUMBERS));
    const isFree = await insertToken(tx, {
      token_id: tokenId,
      account_id: of.accountId,
      serial,
      otp_algorithm: otp.algorithm,
      otp_digits: otp.digits,
      otp_period_seconds: otp.periodSeconds,
      unlock_digits: token.unlockDigits,
      created_at: of.now,
    });
    if (isFree) return { tokenId, serial };
  }
  throw new Error('no free serial found: too many tokens for eight digits');
}
