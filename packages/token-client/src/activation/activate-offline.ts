import type { RegistrationCode } from '@sallyport/protocol';
import { sealRegistrationCode, toBase64url } from '@sallyport/protocol';
import { parseOfflineActivation, registerOffline } from '@sallyport/protocol/activation-offline';
import type { NewsForServer } from '../news/news-for-server.ts';
import type { ActivationPorts } from './activate-by-link.ts';
import { type ActivationOutcome, failed } from './activation-outcome.ts';
import { confirmationOf, prepareToken } from './prepare-token.ts';

/**
 * Activation C (section 14) up to the PIN, from a scanned or pasted text and without a network. Its news is the registration code, which the
 * owner types into the portal; it is shown once the PIN is set. `origin`: of the token app or server that this device trusts.
 */
export async function activateOffline(
  input: { readonly text: string; readonly origin: string },
  ports: Pick<ActivationPorts, 'randomness' | 'tokenOf'>,
): Promise<ActivationOutcome> {
  const offer = parseOfflineActivation(input.text);
  if (!offer.ok) return failed({ code: 'link-malformed' });
  const { activationId, apiOrigin } = offer.value;
  if (apiOrigin !== input.origin) return failed({ code: 'link-of-another-app', origin: apiOrigin });
  const { activation, registrationCode } = registerOffline(offer.value, ports.randomness);
  return prepareToken(activation, { tokenOf: ports.tokenOf, news: registrationOf(activationId, registrationCode) });
}

/** Kept until the server has heard of the token from itself, or its owner says that the portal has taken the code. */
function registrationOf(activationId: Uint8Array, code: RegistrationCode): NewsForServer {
  const confirmation = confirmationOf(activationId);
  return async (vault) => {
    const message = await confirmation(vault);
    const note = await sealRegistrationCode(vault, code);
    return message?.kind === 'activation' && note ? { ...message, kind: 'registration', note: toBase64url(note) } : undefined;
  };
}
