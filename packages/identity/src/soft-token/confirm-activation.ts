import type { Instant, Transaction } from '@sallyport/platform';
import {
  type ReceivedConfirmation,
  activateRecord,
  activationConfirmationHolds,
  fromBase64url,
  parseOtpCode,
  wipe,
} from '@sallyport/protocol';
import { findAccountBy } from '../accounts/store.ts';
import type { Proof } from '../assurance/rules.ts';
import { audit } from '../audit.ts';
import { refundAll, spendAll } from '../budgets.ts';
import { type AccountId, type ActivationId, type Serial, parseActivationId } from '../identifiers.ts';
import { networkOf } from '../network.ts';
import { queueNotice } from '../notices/queue-mails.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { IdentitySchema } from '../schema.ts';
import type { Visit } from '../visit.ts';
import { type StoredActivation, findActivationNamed, findUnfinishedActivation, saveConfirmation, spendTry } from './activation-store.ts';
import { acceptableStep } from './rules.ts';
import { type StoredToken, saveActivatedAt, saveRecord, saveStep, takeToken } from './store.ts';
import { otpMacOf, serverKeyOf } from './token-secrets.ts';

type Tx = Transaction<IdentitySchema>;
type ConfirmationRefusal = Refusal<'activation-not-found' | 'activation-expired' | 'activation-used' | 'activation-not-confirmed'>;

/**
 * PENDING → ACTIVE by the app's second message. Sent again after it was taken, it is answered the same. Its one-time password shows that both
 * sides derived one seed; nobody typed it and its MAC is what proves, so its time step is not burnt: the owner may sign in at once with
 * what the app shows.
 */
export async function confirmActivation(
  ports: IdentityPorts,
  input: { readonly activationId: string; readonly confirmation: ReceivedConfirmation; readonly visit: Visit },
): Promise<{ readonly serial: Serial } | ConfirmationRefusal | Refusal<'too-many-attempts'>> {
  const activationId = parseActivationId(input.activationId);
  if (activationId === undefined) return refuse('activation-not-found', 'malformed id');
  const { confirmation, visit } = input;
  const now = ports.clock.now();
  return ports.database.transact(async (tx): Promise<{ readonly serial: Serial } | ConfirmationRefusal | Refusal<'too-many-attempts'>> => {
    const network = await spendAll(tx, { policy: ports.policy, kind: 'token-api-network', subject: networkOf(visit.address), now });
    if (!network.tickets) return refuse('too-many-attempts', 'token-api-network', { until: network.until });
    const activation = await findActivationNamed(tx.query, activationId);
    if (!activation) return refuse('activation-not-found', 'no such activation');
    await refundAll(tx, network.tickets);
    const token = await takeToken(tx, activation.token_id);
    if (!token) return refuse('activation-not-found', 'no such token');
    if (activation.state === 'CONFIRMED' && macHolds(ports, token, { activationId, confirmation })) return { serial: token.serial };
    const paid = await payForConfirmation(ports, tx, { activation, visit, now });
    if (isRefusal(paid)) return paid;
    const otp = parseOtpCode(confirmation.otp, token.otp.digits);
    const step = otp.ok ? stepOf(ports, token, { code: otp.value, now }) : undefined;
    const holds = macHolds(ports, token, { activationId, confirmation }) && step !== undefined;
    if (!holds) return refuseConfirmation(tx, { activation, visit, now, left: paid.left });
    return activate(ports, tx, { activation, token, visit, now });
  });
}

/** PENDING → ACTIVE by the one-time password its owner types into the portal, for when the app's message was lost. */
export async function confirmActivationByOtp(
  ports: IdentityPorts,
  input: { readonly accountId: AccountId; readonly otp: string; readonly visit: Visit },
): Promise<{ readonly serial: Serial; readonly proof: Proof } | ConfirmationRefusal | Refusal<'otp-malformed'>> {
  const code = parseOtpCode(input.otp, ports.policy.otp.digits);
  if (!code.ok) return refuse('otp-malformed', code.error.code, { limit: ports.policy.otp.digits });
  const { accountId, visit } = input;
  const now = ports.clock.now();
  return ports.database.transact(async (tx): Promise<{ readonly serial: Serial; readonly proof: Proof } | ConfirmationRefusal> => {
    const activation = await findUnfinishedActivation(tx.query, accountId);
    const token = activation && (await takeToken(tx, activation.token_id));
    if (!token) return refuse('activation-not-found', 'nothing waits for confirmation');
    const paid = await payForConfirmation(ports, tx, { activation, visit, now });
    if (isRefusal(paid)) return paid;
    const step = stepOf(ports, token, { code: code.value, now });
    if (step === undefined) return refuseConfirmation(tx, { activation, visit, now, left: paid.left });
    await saveStep(tx, token.tokenId, step);
    const activated = await activate(ports, tx, { activation, token, visit, now });
    if (isRefusal(activated)) return activated;
    return { ...activated, proof: { factor: 'soft-token-otp', at: now, network: networkOf(visit.address) } };
  });
}

interface Confirming {
  readonly activation: StoredActivation;
  readonly visit: Visit;
  readonly now: Instant;
}

/** Spends one of the confirmation's five tries before anything is looked at. */
async function payForConfirmation(ports: IdentityPorts, tx: Tx, of: Confirming): Promise<{ readonly left: number } | ConfirmationRefusal> {
  const { activation, now } = of;
  const allowed = ports.policy.activationTries;
  const used = await spendTry(tx, { activationId: activation.activation_id, state: 'ANSWERED', allowed, now });
  if (used !== undefined) return { left: allowed - used };
  if (activation.state === 'OPEN') return refuse('activation-not-found', 'the app has not answered yet');
  const refusal = activation.expires_at <= now ? refuse('activation-expired', 'expired') : refuse('activation-used', activation.state);
  await audit(tx, { ...actOf(of), refusal });
  return refusal;
}

function macHolds(
  ports: IdentityPorts,
  token: StoredToken,
  given: { readonly activationId: ActivationId; readonly confirmation: ReceivedConfirmation },
): boolean {
  const serverKey = serverKeyOf(ports, token);
  if (!serverKey) return false;
  const holds = activationConfirmationHolds({
    serverKey,
    activationId: fromBase64url(given.activationId),
    tokenId: fromBase64url(token.tokenId),
    confirmation: given.confirmation,
  });
  wipe(serverKey);
  return holds;
}

function stepOf(
  ports: IdentityPorts,
  token: StoredToken,
  given: { readonly code: Parameters<typeof acceptableStep>[0]['code']; readonly now: Instant },
): number | undefined {
  const mac = otpMacOf(ports, token);
  return mac && acceptableStep({ ...given, mac, token: token.otp, driftSteps: ports.policy.otp.driftSteps });
}

async function refuseConfirmation(tx: Tx, of: Confirming & { readonly left: number }): Promise<Refusal<'activation-not-confirmed'>> {
  const refusal = refuse('activation-not-confirmed', 'MAC or one-time password', { left: of.left });
  await audit(tx, { ...actOf(of), refusal });
  return refusal;
}

async function activate(
  ports: IdentityPorts,
  tx: Tx,
  of: Confirming & { readonly token: StoredToken },
): Promise<{ readonly serial: Serial } | Refusal<'activation-used'>> {
  const { token, activation, visit, now } = of;
  const transition = activateRecord(token.record);
  const isFirst = await saveConfirmation(tx, activation.activation_id);
  if (!transition || !isFirst) return refuse('activation-used', token.record.state.kind);
  await saveRecord(tx, token.tokenId, transition.next);
  await saveActivatedAt(tx, token.tokenId, now);
  const account = await findAccountBy(tx.query, { accountId: token.accountId });
  if (account) await queueNotice(ports, tx, { account, about: 'token-activated', at: now, visit, serial: token.serial });
  await audit(tx, actOf(of));
  return { serial: token.serial };
}

function actOf({ activation, visit, now }: Confirming) {
  const details = { tokenId: activation.token_id };
  return { at: now, action: 'soft-token.confirm-activation', account: activation.account_id, actor: 'anonymous', visit, details } as const;
}
