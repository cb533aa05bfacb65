import type { Refused } from '../device-errors.ts';
import type { VaultContext } from './context.ts';
import type { TokenStatus } from './face.ts';
import { finishRevocation } from './finish-revocation.ts';
import { type StoredToken, loadToken, mustBeLocked } from './load.ts';
import { destroyOtherEpochs, lockToken, readPinArtefacts } from './lock.ts';
import { statusOf } from './status.ts';
import type { VaultTypes } from './vault-kind.ts';

/**
 * Start-up repair (sections 7 and 8), the mutex held: finishes what a crash interrupted. Every step may be repeated.
 * A header that this version cannot read is left alone: a newer version of the app may have written it.
 */
export async function startToken<Of extends VaultTypes>(context: VaultContext<Of>): Promise<TokenStatus<Of> | Refused> {
  const token = await loadToken(context);
  switch (token.kind) {
    case 'refused':
      return token;
    case 'empty':
    case 'revoked':
      await destroyOtherEpochs(context, undefined);
      return statusOf(context, token);
    case 'stored':
      return repairStored(context, token);
  }
}

async function repairStored<Of extends VaultTypes>(context: VaultContext<Of>, token: StoredToken): Promise<TokenStatus<Of> | Refused> {
  if (token.state.state === 'revoked') {
    await finishRevocation(context, token);
    return statusOf(context, { kind: 'revoked', header: token.header });
  }
  await destroyOtherEpochs(context, token.header.epoch);
  if (mustBeLocked(token)) return lockFor(context, token);
  const isWhole = (await readPinArtefacts(context, token)) !== undefined;
  return isWhole ? statusOf(context, token) : lockFor(context, token, { code: 'STORAGE_EVICTED' });
}

async function lockFor<Of extends VaultTypes>(
  context: VaultContext<Of>,
  token: StoredToken,
  problem = token.problem,
): Promise<TokenStatus<Of> | Refused> {
  const locked = await lockToken(context, token);
  return statusOf(context, locked.kind === 'refused' ? locked : { ...locked, problem });
}
