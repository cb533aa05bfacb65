/**
 * The token API: what a soft token and the server say to each other (sections 14 A, 14 B and 15), JSON over the token app's own origin.
 * Octets and token ids travel as base64url without padding; times are Unix milliseconds. Every answer carries `Cache-Control: no-store`.
 *
 * | Request                                | Body                     | Answer                       |
 * |----------------------------------------|--------------------------|------------------------------|
 * | `POST /v1/activations/{a}`             | `ActivationRequest`      | 200 `ActivationReply`        |
 * | `POST /v1/typed-activations`           | `TypedActivationStart`   | 200 `TypedActivationStarted` |
 * | `POST /v1/typed-activations/{a}`       | `TypedActivationRequest` | 200 `ActivationReply`        |
 * | `POST /v1/activations/{a}/confirm`     | `ActivationConfirmation` | 204                          |
 * | `POST /v1/tokens/{tokenId}/receipts`   | `TokenReceipt`           | 204                          |
 * | `POST /v1/tokens/{tokenId}/contact`    | `ContactRequest`         | 200 `ContactReply`           |
 * | `POST /v1/tokens/{tokenId}/rekey`      | `RekeyRequest`           | 200 `RekeyReply`             |
 * | `POST /v1/tokens/{tokenId}/removal`    | `TokenRemoval`           | 204                          |
 *
 * A refusal has the status of `TOKEN_API_REFUSALS` and the body `TokenApiRefusal`. Confirmation, receipt, re-key and removal may be sent
 * again: a repeat of one already taken gets the same answer.
 *
 * Server time stands in every answer that a token reads, and only where it is authenticated: inside the sealed replies of activation and
 * re-key, and in a contact's reply under its MAC. A token believes no clock in a header, nor in an answer without a MAC: whoever can set a token's
 * clock forward has one-time passwords of tomorrow typed into the page of today.
 */

export const TOKEN_API_ROUTES = {
  activation: '/v1/activations/:activationId',
  typedActivationStart: '/v1/typed-activations',
  typedActivation: '/v1/typed-activations/:activationId',
  activationConfirmation: '/v1/activations/:activationId/confirm',
  receipts: '/v1/tokens/:tokenId/receipts',
  contact: '/v1/tokens/:tokenId/contact',
  rekey: '/v1/tokens/:tokenId/rekey',
  removal: '/v1/tokens/:tokenId/removal',
} as const;

/** `activationId`: 16 octets as base64url. */
export function activationPath(activationId: string): string {
  return `/v1/activations/${activationId}`;
}

/** `activationId`: 16 octets as base64url, as the server answered to the start. */
export function typedActivationPath(activationId: string): string {
  return `/v1/typed-activations/${activationId}`;
}

/** `activationId`: 16 octets as base64url. */
export function activationConfirmationPath(activationId: string): string {
  return `/v1/activations/${activationId}/confirm`;
}

/** `tokenId`: 16 octets as base64url. */
export function receiptsPath(tokenId: string): string {
  return `/v1/tokens/${tokenId}/receipts`;
}

/** `tokenId`: 16 octets as base64url. */
export function contactPath(tokenId: string): string {
  return `/v1/tokens/${tokenId}/contact`;
}

/** `tokenId`: 16 octets as base64url. */
export function rekeyPath(tokenId: string): string {
  return `/v1/tokens/${tokenId}/rekey`;
}

/** `tokenId`: 16 octets as base64url. */
export function removalPath(tokenId: string): string {
  return `/v1/tokens/${tokenId}/removal`;
}

/** HPKE, sealed to the one-time key of the activation link. */
export interface ActivationRequest {
  /** Encapsulated key, 32 octets. */
  readonly enc: string;
  /** Ciphertext of the request. */
  readonly ct: string;
}

export interface ActivationReply {
  /** Ciphertext under the exported response key. */
  readonly ct2: string;
}

/** SPAKE2 begins: nothing in it is secret. */
export interface TypedActivationStart {
  /** Letters and digits alone, in capitals. */
  readonly serial: string;
  /** The device's share, an uncompressed point, 65 octets. */
  readonly pA: string;
}

/** The same for a serial that nobody has, for a code that was used, tried too often or has expired: only the confirmation then never fits. */
export interface TypedActivationStarted {
  /** Names this run, 16 octets; the messages that follow go under it. */
  readonly a: string;
  /** The server's share, an uncompressed point, 65 octets. */
  readonly pB: string;
  /** The server's confirmation, 64 octets. */
  readonly cB: string;
}

export interface TypedActivationRequest {
  /** The device's confirmation, 64 octets. */
  readonly cA: string;
  /** Ciphertext of the request. */
  readonly ct: string;
}

export interface ActivationConfirmation {
  /** `HMAC(K_srv, DS("act-ok") || a || tokenId || HH)`, 32 octets. */
  readonly mac: string;
  /** HH, the hash of the header the device made, 32 octets: the server cannot know it and needs it to check the MAC. */
  readonly headerHash: string;
  /** The one-time password of the moment, as shown. */
  readonly otp: string;
}

/** 1 commit, 2 unlock, 3 change of PIN. */
export type ReceiptKind = 1 | 2 | 3;

export interface TokenReceipt {
  readonly epoch: number;
  readonly what: ReceiptKind;
  readonly time: number;
  /** `HMAC(K_rcpt, DS("receipt") || tokenId || u64(epoch) || u8(what) || u64(time))`, 32 octets. */
  readonly mac: string;
}

/** What is new? Asked by an open token with `mac`, by a closed or locked one with `sig`; the other is null. */
export interface ContactRequest {
  readonly epoch: number;
  /** Server time as the token believes it. */
  readonly time: number;
  /** 16 random octets. */
  readonly nonce: string;
  /** 1: the token could renew its keys now. */
  readonly wish: 0 | 1;
  /** `HMAC(K_srv, DS("contact") || tokenId || u64(epoch) || u64(time) || nonce || u8(wish))`, 32 octets. */
  readonly mac: string | null;
  /** ECDSA P-256 under K_dev over the same with `DS("contact-closed")`, `r || s`. */
  readonly sig: string | null;
}

export interface ContactReply {
  readonly time: number;
  /** Not null: the time named was too far off or not newer than the last one; ask again with one above this. Nothing was done. */
  readonly after: number | null;
  /** The token is revoked: `HMAC(K_srv, DS("revoke") || tokenId)` to an open one, the issuer's Ed25519 signature over the same to a closed one. */
  readonly revocation: string | null;
  /** Renewal of the keys is due: the server's one-time X25519 public key. */
  readonly rekey: string | null;
  /** `HMAC(K_srv, DS("contact-reply") || H(what the request's MAC is over) || u64(time) || u64(after or 0) || LV(revocation) || LV(rekey))`; null to a closed token. */
  readonly mac: string | null;
}

/** HPKE, sealed to the one-time key out of a contact's reply. */
export interface RekeyRequest {
  /** Encapsulated key, 32 octets. */
  readonly enc: string;
  /** Ciphertext of the request. */
  readonly ct: string;
  /** `HMAC(K_srv, DS("rekey-req") || tokenId || LV(enc) || LV(ct))`, 32 octets. */
  readonly mac: string;
}

export interface RekeyReply {
  /** Ciphertext under the exported response key. */
  readonly ct2: string;
}

export interface TokenRemoval {
  /** ECDSA P-256 under K_dev over `DS("remove") || tokenId`, `r || s`. */
  readonly sig: string;
}

/** The closed list of refusals, each with its HTTP status. */
export const TOKEN_API_REFUSALS = {
  /** The body or the address is not of the form above. */
  MALFORMED: 400,
  /** The link is older than its life; a new one must be asked for. */
  ACT_EXPIRED: 410,
  /** The link has been confirmed, or its five tries are spent. */
  ACT_USED: 409,
  /** No such activation, or the message was not made with this link's or this code's keys: one answer for all. */
  ACT_MISMATCH: 422,
  /** The confirmation's MAC or one-time password does not verify. */
  CONFIRM_FAILED: 422,
  /** No such token, a MAC that does not verify, or an epoch that is not newer: one answer for all. */
  RECEIPT_REFUSED: 422,
  /** No such token, or neither MAC nor signature verify: one answer for both. The keys of this token are not (or no longer) the server's. */
  CONTACT_REFUSED: 422,
  /** The request is not under the present keys, for this offer, with the one-time password of now, or the offer is spent: one answer for all. */
  REKEY_REFUSED: 422,
  /** No such token, or a signature that does not verify. */
  REMOVAL_REFUSED: 422,
  /** Too many requests; `retryAfterSeconds` says when to come back. */
  RATE_LIMITED: 429,
  /** A fault of the server; nothing was consumed. */
  INTERNAL: 500,
} as const;

export type TokenApiRefusalCode = keyof typeof TOKEN_API_REFUSALS;

export interface TokenApiRefusal {
  readonly error: TokenApiRefusalCode;
  readonly retryAfterSeconds?: number;
}

/** For the answer's reader: anything else is treated as INTERNAL. */
export function isTokenApiRefusalCode(value: unknown): value is TokenApiRefusalCode {
  return typeof value === 'string' && Object.hasOwn(TOKEN_API_REFUSALS, value);
}
