import { askForPin, askForPrfOnly } from './ask-authenticator.ts';
import { enterByAuthenticator } from './authenticator-entry.ts';
import type { TokenContext } from './context.ts';
import { exclusively } from './exclusively.ts';
import type { AuthenticatorOutcome, PinOutcome } from './face.ts';
import { enterPin } from './pin-entry.ts';
import { wipePrf } from './slot-prf.ts';

/** The ways in that ask the authenticator, loaded when a token has one. Its answer opens one slot once, and is forgotten. */

export async function enterPinAndAuthenticator(context: TokenContext, pin: string): Promise<PinOutcome> {
  const asked = await askForPin(context, pin);
  if (asked.kind === 'refused') return asked;
  const { slot, next } = asked.prf;
  return exclusively<PinOutcome>(context, () => enterPin(context, pin, asked.prf)).finally(() => {
    wipePrf(slot, next.pin, next.prfOnly);
  });
}

export async function enterByAuthenticatorAlone(context: TokenContext): Promise<AuthenticatorOutcome> {
  const asked = await askForPrfOnly(context);
  if (asked.kind === 'refused') return asked;
  return exclusively<AuthenticatorOutcome>(context, () => enterByAuthenticator(context, asked.prf)).finally(() => {
    wipePrf(asked.prf);
  });
}
