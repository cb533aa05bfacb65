import type { Instant } from '@sallyport/platform';
import { type ActivationReply, concat, lv, sha256, toBase64url, wipe } from '@sallyport/protocol';
import type { OpenedActivation } from '@sallyport/protocol/activation';
import { openTypedActivation, type ReceivedTypedRequest } from '@sallyport/protocol/activation-typed';
import { audit } from '../audit.ts';
import { type Paid, refundAll, spendAll } from '../budgets.ts';
import { type ActivationId, parseActivationId } from '../identifiers.ts';
import { networkOf } from '../network.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { TypedRunTable } from '../schema.ts';
import type { Visit } from '../visit.ts';
import { type StoredActivation, findActivation, findActivationNamed, saveAnswer } from './activation-store.ts';
import { answeredBefore } from './answered-before.ts';
import { saveTokenKeys } from './save-token-keys.ts';
import { takeToken } from './store.ts';
import { grantOf } from './token-grant.ts';
import { keepRun, runPlace, spendRun } from './typed-run-store.ts';

export interface TypedMessage {
  /** The name of the run, as the server gave it. */
  readonly activationId: string;
  readonly request: ReceivedTypedRequest;
  readonly visit: Visit;
}

type TypedRefusal = Refusal<'activation-mismatch' | 'activation-used' | 'too-many-attempts'>;

type SpentRun = Pick<TypedRunTable, 'run_id' | 'activation_id' | 'sealed_run'>;

/**
 * The device's second message (section 14 B). The run is spent before the confirmation is looked at, and the confirmation before anything else of
 * the message. Whatever is wrong, with the run or with the message, is one answer. The very same message sent again gets the same answer again.
 */
export async function answerTypedActivation(ports: IdentityPorts, input: TypedMessage): Promise<ActivationReply | TypedRefusal> {
  const runId = parseActivationId(input.activationId);
  if (runId === undefined) return refuse('activation-mismatch', 'malformed id');
  const { request, visit } = input;
  const now = ports.clock.now();
  const requestHash = toBase64url(sha256(concat(lv(request.confirmation), lv(request.ct))));
  const paid = await payForRun(ports, { runId, requestHash, visit, now });
  if (isRefusal(paid) || 'ct2' in paid) return paid;

  const { run, network } = paid;
  const opened = await open(ports, run, request);
  const activationId = run.activation_id;
  if (!opened || activationId === null) {
    const refusal = refuse('activation-mismatch', opened ? 'a run that leads nowhere' : 'confirmation or message');
    const act = { at: now, action: 'soft-token.answer-typed-activation', account: undefined, actor: 'anonymous', visit, refusal } as const;
    await ports.database.transact((tx) => audit(tx, act));
    return refusal;
  }
  return answer(ports, { runId, activationId, requestHash, opened, network, visit, now });
}

async function payForRun(
  ports: IdentityPorts,
  of: { readonly runId: ActivationId; readonly requestHash: string; readonly visit: Visit; readonly now: Instant },
): Promise<{ readonly run: SpentRun; readonly network: Paid } | ActivationReply | TypedRefusal> {
  const { runId, now } = of;
  const subject = networkOf(of.visit.address);
  return ports.database.transact(async (tx) => {
    const network = await spendAll(tx, { policy: ports.policy, kind: 'token-api-network', subject, now });
    if (!network.tickets) return refuse('too-many-attempts', 'token-api-network', { until: network.until });
    const run = await spendRun(tx, { runId, now });
    if (run) return { run, network };
    const repeated = answeredBefore(await findActivationNamed(tx.query, runId), of.requestHash);
    if (isRefusal(repeated)) return refuse('activation-mismatch', 'no such run, or spent');
    await refundAll(tx, network.tickets);
    return repeated;
  });
}

async function open(ports: IdentityPorts, run: SpentRun, request: ReceivedTypedRequest): Promise<OpenedActivation | undefined> {
  if (run.sealed_run === null) return undefined;
  const keys = ports.sealer.open({ sealed: run.sealed_run, place: runPlace(run.run_id) });
  const opened = await openTypedActivation({ run: keys, request });
  wipe(keys);
  return opened.ok ? opened.value : undefined;
}

interface Answering {
  readonly runId: ActivationId;
  readonly activationId: ActivationId;
  readonly requestHash: string;
  readonly opened: OpenedActivation;
  readonly network: Paid;
  readonly visit: Visit;
  readonly now: Instant;
}

async function answer(ports: IdentityPorts, of: Answering): Promise<ActivationReply | Refusal<'activation-used'>> {
  const { activationId, now } = of;
  const { query } = ports.database;
  const stored = await findActivation(query, activationId);
  const grant = stored && (await grantOf(ports, query, stored));
  if (!grant) return refuse('activation-used', 'gone');
  const answered = await of.opened.answer({ grant, now, randomness: ports.randomness });
  const outcome = await ports.database.transact(async (tx) => {
    // In the order in which every other verb locks them: the budget, the token, then its activation.
    await refundAll(tx, of.network.tickets);
    await takeToken(tx, stored.token_id);
    const isFirst = await saveAnswer(tx, { activationId, requestHash: of.requestHash, reply: answered.reply.ct2 });
    const refusal = isFirst ? undefined : refuse('activation-used', stored.state);
    if (isFirst) {
      await keepRun(tx, of);
      await saveTokenKeys(ports, tx, { tokenId: stored.token_id, keys: answered.keys, device: of.opened.device });
    }
    await audit(tx, { ...actOf(stored, of), refusal });
    return refusal ?? answered.reply;
  });
  wipe(answered.keys.seed, answered.keys.recoveryKey, answered.keys.serverKey);
  return outcome;
}

function actOf(stored: StoredActivation, { visit, now }: Answering) {
  const details = { tokenId: stored.token_id };
  return { at: now, action: 'soft-token.answer-typed-activation', account: stored.account_id, actor: 'anonymous', visit, details } as const;
}
