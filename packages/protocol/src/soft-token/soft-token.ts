import type { TokenPorts } from '../ports.ts';
import { prepareActivation } from './activation.ts';
import { askForPin, askForPrfOnly } from './ask-authenticator.ts';
import { enterByAuthenticator } from './authenticator-entry.ts';
import { type TokenContext, contextOf } from './context.ts';
import { exclusively } from './exclusively.ts';
import type { AuthenticatorOutcome, PinOutcome, SoftToken } from './face.ts';
import { enterPin } from './pin-entry.ts';
import { wipePrf } from './slot-prf.ts';
import { startToken } from './start.ts';
import { showResetCode } from './show-reset-code.ts';
import { readStatus } from './status.ts';
import { TOKEN_VAULT } from './token-vault.ts';
import { enterUnlockCode } from './unlock.ts';

/** One soft token over its ports. Keep one object for as long as the process lives: it remembers when the last unlock code failed. */
export function softToken(ports: TokenPorts): SoftToken {
  const context = contextOf(ports, TOKEN_VAULT);
  return {
    start: () => exclusively(context, () => startToken(context)),
    status: () => readStatus(context),
    activate: (activation) => prepareActivation(context, activation),
    enterPin: (pin) => enterPinOnce(context, pin),
    enterByAuthenticator: () => enterByAuthenticatorOnce(context),
    showResetCode: () => exclusively(context, () => showResetCode(context)),
    enterUnlockCode: (code) => exclusively(context, () => enterUnlockCode(context, code)),
  };
}

// What the authenticator answered opens one slot once, and is forgotten.

async function enterPinOnce(context: TokenContext, pin: string): Promise<PinOutcome> {
  const asked = await askForPin(context, pin);
  if (asked.kind === 'refused') return asked;
  const { slot, next } = asked.prf;
  return exclusively<PinOutcome>(context, () => enterPin(context, pin, asked.prf)).finally(() => {
    wipePrf(slot, next.pin, next.prfOnly);
  });
}

async function enterByAuthenticatorOnce(context: TokenContext): Promise<AuthenticatorOutcome> {
  const asked = await askForPrfOnly(context);
  if (asked.kind === 'refused') return asked;
  return exclusively<AuthenticatorOutcome>(context, () => enterByAuthenticator(context, asked.prf)).finally(() => {
    wipePrf(asked.prf);
  });
}
