import { formatPinResetLink, parsePinResetCode } from '@sallyport/protocol';
import type { PresentStatus } from './engine-messages.ts';

/** The short road: Self-Administration with the code in the fragment. Undefined when the issuer did not say where that is. */
export function resetLinkOf(status: PresentStatus): string | undefined {
  if ((status.kind !== 'closed' && status.kind !== 'locked') || status.reset === undefined) return undefined;
  const { identity, reset } = status;
  const code = parsePinResetCode(reset.pinResetCode);
  if (!code.ok || !URL.canParse(identity.portal)) return undefined;
  try {
    return formatPinResetLink({ portalOrigin: new URL(identity.portal).origin, code: code.value, serial: identity.serial });
  } catch (failure) {
    // A portal no link can be made to, such as plain http on another machine.
    if (failure instanceof RangeError) return undefined;
    throw failure;
  }
}
