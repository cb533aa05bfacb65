import type { Asker, Instant, Secret, Transaction } from '@sallyport/platform';
import { type ActivationCode, foldSerial, toBase64url, utf8, wipe } from '@sallyport/protocol';
import { generateReceiverKeys, type ReceiverKeys } from '@sallyport/protocol/activation';
import { activationCodeHashing, activationCodeScalar, drawActivationCode, type Scalar } from '@sallyport/protocol/activation-typed';
import { lockAccount } from '../accounts/store.ts';
import { askerOf } from '../asker.ts';
import { type Proof, assuranceOf } from '../assurance/rules.ts';
import { audit } from '../audit.ts';
import { spendAll } from '../budgets.ts';
import { useWait } from '../delays/use-wait.ts';
import type { AccountId, ActivationId, DelayId, Serial, TokenId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import { recoveryVerdict } from '../recovery/find-recovery-verdict.ts';
import { randomBelow } from '../randomness.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { IdentitySchema } from '../schema.ts';
import type { Visit } from '../visit.ts';
import { type ActivationOffer, activationOfferOf, activationPlace } from './activation-offer.ts';
import { abandonActivations, findActivation, insertActivation } from './activation-store.ts';
import { SERIAL_NUMBERS, formatSerial, isFirstToken } from './rules.ts';
import { insertToken, listTokens } from './store.ts';
import { grantOf } from './token-grant.ts';

/** Who asks: the person in a session (`claim`: of their browser, where it was waited for), or the operator who sets accounts up from the machine itself. */
export type ActivationActor =
  | { readonly kind: 'owner'; readonly proofs: readonly Proof[]; readonly claim?: Secret<string> | undefined; readonly visit: Visit }
  | { readonly kind: 'operator' };

type StartRefusal = Refusal<'step-up-needed' | 'busy' | 'delay-over' | 'too-many-attempts'>;

const TOKEN_ID_OCTETS = 16;
const ACTIVATION_ID_OCTETS = 16;
const PRESHARED_KEY_OCTETS = 32;
const SERIAL_DRAWS = 20;

/** Everything slow or random about an offer, made before the transaction. */
interface Drawn {
  readonly serial: Serial;
  readonly receiver: ReceiverKeys;
  readonly code: ActivationCode;
  readonly scalar: Scalar;
}

/**
 * A new token in state PENDING and the three ways to activate it, of which one can be used, once: 24 hours, 5 tries each for the link and for the code.
 * The first token of an account needs level 1; any other what moves a credential to another device. An activation of the same
 * account that was not finished is replaced. What an owner starts is paid for before anything is looked at or computed, and never given back.
 */
export async function startActivation(
  ports: IdentityPorts,
  input: { readonly accountId: AccountId; readonly actor: ActivationActor },
): Promise<ActivationOffer | StartRefusal> {
  const unpaid = await payForStart(ports, input);
  if (unpaid) return unpaid;
  const { accountId, actor } = input;
  const asker = askerOf({ accountId, visit: actor.kind === 'owner' ? actor.visit : undefined });
  for (let draw = 0; draw < SERIAL_DRAWS; draw += 1) {
    const drawn = await drawOffer(ports, asker);
    if (isRefusal(drawn)) return drawn;
    const outcome = await offer(ports, { ...input, drawn });
    wipe(drawn.receiver.privateKey, drawn.scalar);
    if (outcome !== 'serial-taken') return outcome;
  }
  throw new Error('no free serial found: too many tokens for eight digits');
}

/** An operator is at the machine and does not come in numbers. */
async function payForStart(
  ports: IdentityPorts,
  { accountId, actor }: { readonly accountId: AccountId; readonly actor: ActivationActor },
): Promise<Refusal<'too-many-attempts'> | undefined> {
  if (actor.kind !== 'owner') return undefined;
  const now = ports.clock.now();
  return ports.database.transact(async (tx) => {
    const paid = await spendAll(tx, { policy: ports.policy, kind: 'activation-start', subject: accountId, now });
    if (paid.tickets) return undefined;
    const refusal = refuse('too-many-attempts', 'activation-start', { until: paid.until });
    await audit(tx, { at: now, action: 'soft-token.start-activation', account: accountId, actor: 'owner', visit: actor.visit, refusal });
    return refusal;
  });
}

async function drawOffer(ports: IdentityPorts, asker: Asker): Promise<Drawn | Refusal<'busy'>> {
  const serial = formatSerial(randomBelow(ports.randomness, SERIAL_NUMBERS));
  const code = drawActivationCode(ports.randomness);
  const folded = foldSerial(serial);
  if (folded === undefined) throw new Error('a serial of ours does not fold');
  const hashing = activationCodeHashing({ code, serial: folded });
  const hashed = await ports.keyHasher(hashing, asker);
  wipe(hashing.password);
  if (hashed === 'busy') return refuse('busy', 'key hashing queue full');
  return { serial, code, scalar: activationCodeScalar(hashed), receiver: await generateReceiverKeys(ports.randomness) };
}

function offer(
  ports: IdentityPorts,
  input: { readonly accountId: AccountId; readonly actor: ActivationActor; readonly drawn: Drawn },
): Promise<ActivationOffer | Refusal<'step-up-needed' | 'delay-over'> | 'serial-taken'> {
  const { accountId, actor, drawn } = input;
  const now = ports.clock.now();
  return ports.database.transact(async (tx) => {
    const account = await lockAccount(tx, accountId);
    const standing =
      account?.state === 'ACTIVE' ? await standingOf(ports, tx, { accountId, actor, now }) : refuse('step-up-needed', 'no active account');
    const act = {
      at: now,
      action: 'soft-token.start-activation',
      account: accountId,
      actor: actor.kind === 'owner' ? 'owner' : 'system',
      visit: actor.kind === 'owner' ? actor.visit : undefined,
    } as const;
    const refusal = isRefusal(standing) ? standing : await useWait(ports, tx, { ...standing, now, visit: act.visit });
    if (refusal) {
      await audit(tx, { ...act, refusal });
      return refusal;
    }
    await abandonActivations(tx, accountId);
    const tokenId = await createToken(ports, tx, { accountId, serial: drawn.serial, now });
    // Thrown, so that what was waited for is not used up.
    if (tokenId === undefined && !isRefusal(standing) && standing.waited !== undefined) throw new Error('the serial drawn is taken');
    if (tokenId === undefined) return 'serial-taken';
    await audit(tx, { ...act, details: { tokenId, serial: drawn.serial } });
    return offerFor(ports, tx, { tokenId, drawn, now, lifetimeMs: ports.policy.lifetimes.activationMs });
  });
}

async function offerFor(
  ports: IdentityPorts,
  tx: Transaction<IdentitySchema>,
  of: { readonly tokenId: TokenId; readonly drawn: Drawn; readonly now: Instant; readonly lifetimeMs: number },
): Promise<ActivationOffer> {
  const { receiver, code, scalar } = of.drawn;
  const activationId = toBase64url(ports.randomness.bytes(ACTIVATION_ID_OCTETS)) as ActivationId;
  const presharedKey = ports.randomness.bytes(PRESHARED_KEY_OCTETS);
  const digits = utf8(code);
  const seal = (plaintext: Uint8Array, column: Parameters<typeof activationPlace>[0]): Uint8Array =>
    ports.sealer.seal({ plaintext, place: activationPlace(column, activationId) });
  await insertActivation(tx, {
    activation_id: activationId,
    token_id: of.tokenId,
    sealed_psk: seal(presharedKey, 'sealed_psk'),
    sealed_receiver_key: seal(receiver.privateKey, 'sealed_receiver_key'),
    receiver_public_key: receiver.publicKey,
    sealed_code: seal(digits, 'sealed_code'),
    sealed_code_scalar: seal(scalar, 'sealed_code_scalar'),
    created_at: of.now,
    expires_at: of.now + of.lifetimeMs,
  });
  wipe(presharedKey, digits);
  const stored = await findActivation(tx.query, activationId);
  const grant = stored && (await grantOf(ports, tx.query, stored));
  const made = grant && activationOfferOf(ports, stored, grant);
  if (!made) throw new Error('an activation cannot be read that was written in this transaction');
  return made;
}

/** `waited`: what allows it because it was waited for. */
async function standingOf(
  ports: IdentityPorts,
  tx: Transaction<IdentitySchema>,
  asked: { readonly accountId: AccountId; readonly actor: ActivationActor; readonly now: Instant },
): Promise<{ readonly waited: DelayId | undefined } | Refusal<'step-up-needed'>> {
  const { accountId, actor, now } = asked;
  if (actor.kind !== 'owner') return { waited: undefined };
  const { proofs, claim } = actor;
  if (isFirstToken(await listTokens(tx.query, accountId)))
    return assuranceOf(proofs, now).level >= 1 ? { waited: undefined } : refuse('step-up-needed', 'nothing was proved');
  const question = { accountId, proofs, claim, act: 'replace-credential', waitedAs: 'new-soft-token', now } as const;
  const verdict = await recoveryVerdict(ports, tx.query, question);
  return verdict.kind === 'allowed' ? { waited: verdict.waited } : refuse('step-up-needed', verdict.kind);
}

/** Undefined when somebody has this serial. */
async function createToken(
  ports: IdentityPorts,
  tx: Transaction<IdentitySchema>,
  of: { readonly accountId: AccountId; readonly serial: Serial; readonly now: Instant },
): Promise<TokenId | undefined> {
  const { otp, token } = ports.policy;
  const tokenId = toBase64url(ports.randomness.bytes(TOKEN_ID_OCTETS)) as TokenId;
  const isFree = await insertToken(tx, {
    token_id: tokenId,
    account_id: of.accountId,
    serial: of.serial,
    otp_algorithm: otp.algorithm,
    otp_digits: otp.digits,
    otp_period_seconds: otp.periodSeconds,
    unlock_digits: token.unlockDigits,
    created_at: of.now,
  });
  return isFree ? tokenId : undefined;
}
