import type { TokenPorts } from '../ports.ts';
import { type TokenContext, contextOf } from './context.ts';
import { exclusively } from './exclusively.ts';
import type { AuthenticatorOutcome, PinOutcome, SoftToken } from './face.ts';
import { loadToken } from './load.ts';
import { enterPin } from './pin-entry.ts';
import { startToken } from './start.ts';
import { showResetCode } from './show-reset-code.ts';
import { readStatus } from './status.ts';
import { TOKEN_VAULT } from './token-vault.ts';
import { enterUnlockCode } from './unlock.ts';

/**
 * One soft token over its ports. Keep one object for as long as the process lives: it remembers when the last unlock code failed.
 * What happens once in the life of a token, or never, is loaded when it happens.
 */
export function softToken(ports: TokenPorts): SoftToken {
  const context = contextOf(ports, TOKEN_VAULT);
  return {
    start: () => exclusively(context, () => startToken(context)),
    status: () => readStatus(context),
    activate: async (activation) => (await import('./activation.ts')).prepareActivation(context, activation),
    enterPin: (pin) => enterPinOf(context, pin),
    enterByAuthenticator: () => enterByAuthenticator(context),
    showResetCode: () => exclusively(context, () => showResetCode(context)),
    enterUnlockCode: (code) => exclusively(context, () => enterUnlockCode(context, code)),
    revoke: async (signature) => {
      const { revokeBySignature } = await import('./revocation.ts');
      return exclusively(context, () => revokeBySignature(context, signature));
    },
    destroy: async () => {
      const { destroyToken } = await import('./revocation.ts');
      return exclusively(context, () => destroyToken(context));
    },
  };
}

/** Profile P0 asks nobody, and loads nothing that would. A token that is protected meanwhile refuses a PIN that came without an answer. */
async function enterPinOf(context: TokenContext, pin: string): Promise<PinOutcome> {
  const token = await loadToken(context);
  if (token.kind !== 'stored' || token.protection.kind === 'pin') return exclusively<PinOutcome>(context, () => enterPin(context, pin));
  const { enterPinAndAuthenticator } = await import('./with-authenticator.ts');
  return enterPinAndAuthenticator(context, pin);
}

async function enterByAuthenticator(context: TokenContext): Promise<AuthenticatorOutcome> {
  const { enterByAuthenticatorAlone } = await import('./with-authenticator.ts');
  return enterByAuthenticatorAlone(context);
}
