import { Secret } from '@sallyport/platform';
import { type RecoveryKeys, formatUnlockCode, formatUnlockLink, fromBase64url, unlockCodeDigits } from '@sallyport/protocol';
import type { IdentityPorts } from '../ports.ts';
import type { StoredToken } from './store.ts';

/** The unlock code of one lock, as typed and as a link. It is computed anew each time and never stored. */
export function unlockCodeOf(of: {
  readonly ports: IdentityPorts;
  readonly token: StoredToken;
  readonly keys: RecoveryKeys;
  readonly epoch: number;
  readonly r: number;
}): { readonly code: Secret<string>; readonly link: Secret<string> } {
  const { token, epoch, r } = of;
  const digits = unlockCodeDigits({ unlockKey: of.keys.unlockKey, tokenId: fromBase64url(token.tokenId), epoch, r, n: token.unlockDigits });
  return {
    code: new Secret(formatUnlockCode(digits)),
    link: new Secret(formatUnlockLink({ appOrigin: of.ports.origins.softToken, code: digits, serial: token.serial })),
  };
}
