import type { ActivationConfirmation, TokenReceipt } from '@sallyport/protocol';

/**
 * What the server has still to be told (section 15 and section 14 A, confirm). Kept with the token until the server has taken it,
 * so that a commit made offline is reported at the first contact. An activation's confirmation also needs the one-time password of the moment it is sent.
 * After an offline activation (section 14 C) the same message waits until the server has the token's keys, and with it the registration code that
 * its owner has to carry there, sealed (`openRegistrationNote`).
 */
export type PendingMessage =
  | { readonly kind: 'receipt'; readonly receipt: TokenReceipt }
  | ({ readonly kind: 'activation' } & Confirmation)
  | ({ readonly kind: 'registration'; readonly note: string } & Confirmation);

type Confirmation = { readonly activationId: string } & Omit<ActivationConfirmation, 'otp'>;

/** 32 octets as base64url, canonical: what `deliver` takes apart. */
const HASH = /^[\w-]{42}[AEIMQUYcgkosw048]$/;

/** For what was stored where others can write. The server judges what is in it: every one carries a MAC. */
export function isPendingMessage(stored: unknown): stored is PendingMessage {
  if (typeof stored !== 'object' || stored === null || !('kind' in stored)) return false;
  const fields: Readonly<Record<string, unknown>> = { ...stored };
  const isConfirmation =
    [fields['activationId'], fields['mac']].every((field) => typeof field === 'string') && isHash(fields['headerHash']);
  switch (stored.kind) {
    case 'receipt':
      return typeof fields['receipt'] === 'object' && fields['receipt'] !== null;
    case 'activation':
      return isConfirmation;
    case 'registration':
      return isConfirmation && typeof fields['note'] === 'string';
    default:
      return false;
  }
}

function isHash(field: unknown): boolean {
  return typeof field === 'string' && HASH.test(field);
}
