import type { ActivationConfirmation, TokenReceipt } from '@sallyport/protocol';

/**
 * What the server has still to be told (section 15 and section 14 A, confirm). Kept with the token until the server has taken it,
 * so that a commit made offline is reported at the first contact. An activation's confirmation also needs the one-time password of the moment it is sent.
 */
export type PendingMessage =
  | { readonly kind: 'receipt'; readonly receipt: TokenReceipt }
  | ({ readonly kind: 'activation'; readonly activationId: string } & Omit<ActivationConfirmation, 'otp'>);
