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
