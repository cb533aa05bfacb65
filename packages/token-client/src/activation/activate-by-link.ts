import { activationPath, type Clock, parseActivationLink, type Randomness, type SoftToken, toBase64url } from '@sallyport/protocol';
import { activationIsSupported, type DeviceDescription, startActivation } from '@sallyport/protocol/activation';
import type { PostJson } from '../token-api/answers.ts';
import { type ActivationOutcome, failed } from './activation-outcome.ts';
import { askServer } from './ask-server.ts';
import { confirmationOf, prepareToken } from './prepare-token.ts';

export interface ActivationPorts {
  readonly post: PostJson;
  readonly clock: Clock;
  readonly randomness: Randomness;
  /** With device keys made for this activation. */
  readonly device: DeviceDescription;
  /** The token on this device that the activation is for, over storage that may hold one already. */
  readonly tokenOf: (tokenId: Uint8Array) => SoftToken;
}

/** Activation A (section 14) up to the PIN. `origin`: of the token app or server that this device trusts; a link for another is refused. */
export async function activateByLink(
  input: { readonly link: string; readonly origin: string },
  ports: ActivationPorts,
): Promise<ActivationOutcome> {
  const link = parseActivationLink(input.link);
  if (!link.ok) return failed({ code: 'link-malformed' });
  const { activationId, apiOrigin } = link.value;
  if (apiOrigin !== input.origin) return failed({ code: 'link-of-another-app', origin: apiOrigin });
  if (!(await activationIsSupported())) return failed({ code: 'browser-too-old' });

  const exchange = await startActivation({ link: link.value, device: ports.device, randomness: ports.randomness });
  if (!exchange.ok) return failed({ code: 'mismatch' });
  const asked = await askServer({ ...exchange.value, path: activationPath(toBase64url(activationId)) }, ports);
  if (asked.kind === 'failed') return failed(asked.because);
  return prepareToken({ ...asked.activated, skewMs: asked.skewMs }, { tokenOf: ports.tokenOf, news: confirmationOf(activationId) });
}
