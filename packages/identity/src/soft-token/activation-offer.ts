import { type Instant, type Place, Secret } from '@sallyport/platform';
import { asActivationCode, formatActivationCode, formatActivationLink, fromBase64url, fromUtf8, wipe } from '@sallyport/protocol';
import type { TokenGrant } from '@sallyport/protocol/activation';
import { formatOfflineActivation, type OfflineActivation } from '@sallyport/protocol/activation-offline';
import type { ActivationId, Serial, TokenId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import type { StoredActivation } from './activation-store.ts';

/** One activation, to be taken up in any of three ways, once. */
export interface ActivationOffer {
  readonly tokenId: TokenId;
  readonly serial: Serial;
  /** `<Soft Token>/a#v=1&…` for the link and the QR code. */
  readonly link: Secret<string>;
  /** In groups, to be typed with the serial; undefined when its tries are spent, which anybody can do who knows the serial. */
  readonly code: Secret<string> | undefined;
  /** `<Soft Token>/o#v=1&…` for a device without a network, as QR code or to be pasted. */
  readonly offlineText: Secret<string>;
  readonly expiresAt: Instant;
}

type SealedColumn = 'sealed_psk' | 'sealed_receiver_key' | 'sealed_code' | 'sealed_code_scalar';

export function activationPlace(column: SealedColumn, activationId: ActivationId): Place {
  return { table: 'activation', column, row: activationId };
}

/** What is shown of an activation that nobody has taken up; undefined when there is nothing left to take up. */
export function activationOfferOf(ports: IdentityPorts, stored: StoredActivation, grant: TokenGrant): ActivationOffer | undefined {
  const offline = offlineOfferOf(ports, stored, grant);
  if (!offline) return undefined;
  const { softToken } = ports.origins;
  const link = formatActivationLink(softToken, { ...offline, serverPublicKey: new Uint8Array(stored.receiver_public_key) });
  const offlineText = formatOfflineActivation(softToken, offline);
  wipe(offline.presharedKey);
  return {
    tokenId: stored.token_id,
    serial: grant.serial as Serial,
    link: new Secret(link),
    code: activationCodeOf(ports, stored),
    offlineText: new Secret(offlineText),
    expiresAt: stored.expires_at,
  };
}

/** What stands in the text for a device without a network, its key opened: the caller wipes it. The token API is served from the app's own origin. */
export function offlineOfferOf(ports: IdentityPorts, stored: StoredActivation, grant: TokenGrant): OfflineActivation | undefined {
  const { activation_id: activationId, sealed_psk: sealed } = stored;
  if (sealed === null) return undefined;
  const presharedKey = ports.sealer.open({ sealed, place: activationPlace('sealed_psk', activationId) });
  return { activationId: fromBase64url(activationId), presharedKey, apiOrigin: ports.origins.softToken, grant };
}

function activationCodeOf(ports: IdentityPorts, stored: StoredActivation): Secret<string> | undefined {
  const { activation_id: activationId, sealed_code: sealed, code_tries_used: used } = stored;
  if (sealed === null || used >= ports.policy.activationTries) return undefined;
  const digits = ports.sealer.open({ sealed, place: activationPlace('sealed_code', activationId) });
  const shown = formatActivationCode(asActivationCode(fromUtf8(digits)));
  wipe(digits);
  return new Secret(shown);
}
