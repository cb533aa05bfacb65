import type { Instant, Secret, Transaction } from '@sallyport/platform';
import { hmacSha256, parseRegistrationCode, type RegistrationCode, toBase64url, type TokenKeys, utf8, wipe } from '@sallyport/protocol';
import { openRegistrationCode } from '@sallyport/protocol/activation-offline';
import { audit } from '../audit.ts';
import { codeFault } from '../code-fault.ts';
import type { AccountId, Serial } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { IdentitySchema } from '../schema.ts';
import type { Visit } from '../visit.ts';
import { offlineOfferOf } from './activation-offer.ts';
import { type StoredActivation, findUnfinishedActivation, saveAnswer, spendTry } from './activation-store.ts';
import { saveTokenKeys } from './save-token-keys.ts';
import { type StoredToken, takeToken } from './store.ts';
import { grantOf } from './token-grant.ts';
import { serverKeyOf } from './token-secrets.ts';

type Tx = Transaction<IdentitySchema>;

export type RegistrationRefusal = Refusal<
  'registration-code-typo' | 'registration-code-wrong' | 'activation-not-found' | 'activation-expired' | 'activation-used'
>;

/**
 * The owner types back what a device without a network shows (section 14 C); the same keys are then on both sides, and a one-time password
 * finishes it (`confirmActivationByOtp`). A typing error costs nothing; a code that was made from another text costs one of the five tries. The very
 * same code typed again is answered the same.
 */
export async function registerOfflineActivation(
  ports: IdentityPorts,
  input: { readonly accountId: AccountId; readonly code: Secret<string>; readonly visit: Visit },
): Promise<{ readonly serial: Serial } | RegistrationRefusal> {
  const code = parseRegistrationCode(input.code.reveal());
  if (!code.ok) return refuse('registration-code-typo', code.error.code, codeFault(code.error));
  const { visit } = input;
  const now = ports.clock.now();
  return ports.database.transact(async (tx) => {
    const unfinished = await findUnfinishedActivation(tx.query, input.accountId);
    const token = unfinished && (await takeToken(tx, unfinished.token_id));
    // Read again behind the token's lock: somebody may have been faster.
    const activation = await findUnfinishedActivation(tx.query, input.accountId);
    if (!token || activation?.token_id !== token.tokenId) return refuse('activation-not-found', 'nothing waits to be registered');
    return register(ports, tx, { activation, token, code: code.value, visit, now });
  });
}

interface Registering {
  readonly activation: StoredActivation;
  readonly token: StoredToken;
  readonly code: RegistrationCode;
  readonly visit: Visit;
  readonly now: Instant;
}

async function register(ports: IdentityPorts, tx: Tx, of: Registering): Promise<{ readonly serial: Serial } | RegistrationRefusal> {
  const { activation, token } = of;
  if (isRepeat(ports, of)) return { serial: token.serial };
  const paid = await pay(ports, tx, of);
  if (isRefusal(paid)) return paid;
  const keys = await keysOf(ports, tx, of);
  if (!keys) {
    const refusal = refuse('registration-code-wrong', 'MAC', { left: paid.left });
    await audit(tx, { ...actOf(of), refusal });
    return refusal;
  }
  const requestHash = hashOf(of.code, keys.serverKey);
  await saveAnswer(tx, { activationId: activation.activation_id, requestHash, reply: null });
  await saveTokenKeys(ports, tx, { tokenId: token.tokenId, keys, device: undefined });
  wipe(keys.seed, keys.recoveryKey, keys.serverKey);
  await audit(tx, actOf(of));
  return { serial: token.serial };
}

/** Spends one of the five tries before the code is looked at. */
async function pay(ports: IdentityPorts, tx: Tx, of: Registering): Promise<{ readonly left: number } | RegistrationRefusal> {
  const { activation, now } = of;
  const allowed = ports.policy.activationTries;
  const used = await spendTry(tx, { activationId: activation.activation_id, state: 'OPEN', allowed, now });
  if (used !== undefined) return { left: allowed - used };
  const refusal = activation.expires_at <= now ? refuse('activation-expired', 'expired') : refuse('activation-used', activation.state);
  await audit(tx, { ...actOf(of), refusal });
  return refusal;
}

async function keysOf(ports: IdentityPorts, tx: Tx, { activation, code }: Registering): Promise<TokenKeys | undefined> {
  const grant = await grantOf(ports, tx.query, activation);
  const offer = grant && offlineOfferOf(ports, activation, grant);
  if (!offer) return undefined;
  const keys = openRegistrationCode(code, offer);
  wipe(offer.presharedKey);
  return keys;
}

function isRepeat(ports: IdentityPorts, { activation, token, code }: Registering): boolean {
  const serverKey = serverKeyOf(ports, token);
  if (!serverKey) return false;
  const hash = hashOf(code, serverKey);
  wipe(serverKey);
  return activation.request_hash === hash;
}

/** Under a key of the token: the code alone has so few digits that a bare hash would give it away, and the QR code of the activation may still be about. */
function hashOf(code: RegistrationCode, serverKey: Uint8Array): string {
  return toBase64url(hmacSha256(serverKey, utf8(`registration/${code}`)));
}

function actOf({ activation, visit, now }: Registering) {
  const details = { tokenId: activation.token_id };
  return { at: now, action: 'soft-token.register-offline', account: activation.account_id, actor: 'owner', visit, details } as const;
}
