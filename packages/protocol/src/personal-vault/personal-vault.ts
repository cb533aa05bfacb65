import type { Refused } from '../device-errors.ts';
import type { TokenPorts } from '../ports.ts';
import { type VaultContext, contextOf } from '../soft-token/context.ts';
import { exclusively } from '../soft-token/exclusively.ts';
import type { TokenStatus } from '../soft-token/face.ts';
import { loadToken } from '../soft-token/load.ts';
import { destroyOtherEpochs } from '../soft-token/lock.ts';
import { enterPin } from '../soft-token/pin-entry.ts';
import { revokeToken } from '../soft-token/revocation.ts';
import { startToken } from '../soft-token/start.ts';
import { readStatus } from '../soft-token/status.ts';
import { enterUnlockCode } from '../soft-token/unlock.ts';
import { createVault } from './create.ts';
import type { PersonalStatus, PersonalTypes, PersonalVault } from './face.ts';
import { PERSONAL_VAULT } from './personal-kind.ts';

/** The personal vault over its ports. Keep one object for as long as the process lives: it remembers when the last recovery key failed. */
export function personalVault(ports: TokenPorts): PersonalVault {
  const context = contextOf(ports, PERSONAL_VAULT);
  return {
    start: async () => withoutGravestone(await exclusively(context, () => startToken(context))),
    status: async () => withoutGravestone(await readStatus(context)),
    create: (policy) => createVault(context, policy),
    enterPin: (pin) => exclusively(context, () => enterPin(context, pin)),
    enterRecoveryKey: (typed) => exclusively(context, () => enterUnlockCode(context, typed)),
    destroy: () => exclusively(context, () => destroyVault(context)),
  };
}

/** What was destroyed by its owner is simply not there any more. */
function withoutGravestone(status: TokenStatus<PersonalTypes> | Refused): PersonalStatus | Refused {
  return status.kind === 'revoked' ? { kind: 'empty' } : status;
}

/** As a revocation does it: mark first, destroy second, and the next start finishes what was begun. */
async function destroyVault(context: VaultContext<PersonalTypes>): Promise<{ readonly kind: 'destroyed' } | Refused> {
  const token = await loadToken(context);
  if (token.kind === 'refused') return token;
  if (token.kind === 'stored') {
    const revoked = await revokeToken(context, token);
    return revoked.kind === 'refused' ? revoked : { kind: 'destroyed' };
  }
  await destroyOtherEpochs(context, undefined);
  return { kind: 'destroyed' };
}
