import { fromBase64url, toBase64url, type TypedActivationStarted, wipe } from '@sallyport/protocol';
import { answerTypedStart, asScalar, drawScalar, type ReceivedTypedStart, type Scalar } from '@sallyport/protocol/activation-typed';
import { audit } from '../audit.ts';
import { spendAll } from '../budgets.ts';
import type { ActivationId } from '../identifiers.ts';
import { networkOf } from '../network.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { Visit } from '../visit.ts';
import { activationPlace } from './activation-offer.ts';
import { type StoredActivation, findActivation, spendCodeTry } from './activation-store.ts';
import { serialOfFolded } from './rules.ts';
import { insertRun, runPlace } from './typed-run-store.ts';

const RUN_ID_OCTETS = 16;

/**
 * A device begins with a serial and a code (section 14 B). The try is spent before anything is computed. A serial that nobody has, a code that was used,
 * has expired or was tried five times get the same answer as a good one, with the same work and the same rows behind it: only that it was made with
 * a drawn password, and nobody can confirm to it.
 */
export async function startTypedRun(
  ports: IdentityPorts,
  input: { readonly start: ReceivedTypedStart; readonly visit: Visit },
): Promise<TypedActivationStarted | Refusal<'activation-mismatch' | 'too-many-attempts'>> {
  const { start, visit } = input;
  const now = ports.clock.now();
  const runId = toBase64url(ports.randomness.bytes(RUN_ID_OCTETS)) as ActivationId;
  const paid = await ports.database.transact(async (tx) => {
    const network = await spendAll(tx, { policy: ports.policy, kind: 'token-api-network', subject: networkOf(visit.address), now });
    if (!network.tickets) return refuse('too-many-attempts', 'token-api-network', { until: network.until });
    const allowed = ports.policy.activationTries;
    const activationId = await spendCodeTry(tx, { serial: serialOfFolded(start.serial), allowed, now });
    // Looked for in any case: a statement less would tell that there is nothing.
    return { stored: await findActivation(tx.query, activationId ?? runId) };
  });
  if (isRefusal(paid)) return paid;

  const { stored } = paid;
  const w = scalarOf(ports, stored) ?? drawScalar(ports.randomness);
  const answered = answerTypedStart({
    w,
    share: start.share,
    activationId: fromBase64url(runId),
    apiOrigin: ports.origins.softToken,
    randomness: ports.randomness,
  });
  wipe(w);
  const refusal = answered.ok ? undefined : refuse('activation-mismatch', 'the share is the bare mask');
  await ports.database.transact(async (tx) => {
    if (answered.ok) {
      const sealedRun = ports.sealer.seal({ plaintext: answered.value.run, place: runPlace(runId) });
      await insertRun(tx, { run_id: runId, activation_id: stored?.activation_id ?? null, sealed_run: sealedRun, started_at: now });
    }
    await audit(tx, {
      at: now,
      action: 'soft-token.start-typed-activation',
      account: stored?.account_id,
      actor: 'anonymous',
      visit,
      refusal: stored ? refusal : refuse('activation-mismatch', 'no try to be had for this serial'),
      ...(stored && { details: { tokenId: stored.token_id } }),
    });
  });
  if (answered.ok) wipe(answered.value.run);
  return answered.ok ? answered.value.reply : refuse('activation-mismatch', 'the share is the bare mask');
}

function scalarOf(ports: IdentityPorts, stored: StoredActivation | undefined): Scalar | undefined {
  if (!stored || stored.sealed_code_scalar === null) return undefined;
  const place = activationPlace('sealed_code_scalar', stored.activation_id);
  return asScalar(ports.sealer.open({ sealed: stored.sealed_code_scalar, place }));
}
