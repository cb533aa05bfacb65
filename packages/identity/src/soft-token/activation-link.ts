import { type Place, Secret } from '@sallyport/platform';
import { formatActivationLink, fromBase64url, wipe } from '@sallyport/protocol';
import type { ActivationId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';

export function activationPlace(column: 'sealed_psk' | 'sealed_receiver_key', activationId: ActivationId): Place {
  return { table: 'activation', column, row: activationId };
}

/** The link and QR code of an activation. The token API is served from the app's own origin. */
export function activationLinkOf(
  ports: IdentityPorts,
  activation: { readonly activationId: ActivationId; readonly sealedPsk: Uint8Array; readonly receiverPublicKey: Uint8Array },
): Secret<string> {
  const { activationId, sealedPsk } = activation;
  const presharedKey = ports.sealer.open({ sealed: sealedPsk, place: activationPlace('sealed_psk', activationId) });
  const link = formatActivationLink(ports.origins.softToken, {
    activationId: fromBase64url(activationId),
    presharedKey,
    serverPublicKey: new Uint8Array(activation.receiverPublicKey),
    apiOrigin: ports.origins.softToken,
  });
  wipe(presharedKey);
  return new Secret(link);
}
