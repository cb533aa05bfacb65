/** Branded identifiers: 128 random bits as base64url. They name rows and are no secrets. */

export type OrganisationId = string & { readonly brand: 'OrganisationId' };
export type AccountId = string & { readonly brand: 'AccountId' };
/** 16 octets as base64url: the `tokenId` of the protocol. */
export type TokenId = string & { readonly brand: 'TokenId' };
/** 16 octets as base64url: the activation id `a` of the protocol. */
export type ActivationId = string & { readonly brand: 'ActivationId' };
/** The reference a person knows a token by, such as `ST-482-719-36`. */
export type Serial = string & { readonly brand: 'Serial' };
/** An act that waits. */
export type DelayId = string & { readonly brand: 'DelayId' };
/** What a known browser keeps in a long-lived cookie. Its holder is spared other people's guesses; it proves nothing else. */
export type DeviceKey = string & { readonly brand: 'DeviceKey' };
/** Names one browser's session at the Federation for as long as it lives; unlike the cookie it does not change at a rise in assurance. */
export type FederationSessionRef = string & { readonly brand: 'FederationSessionRef' };

/** For values that come back from our own database or our own signed tokens; a person's input goes through a parser instead. */
export function asAccountId(text: string): AccountId {
  return text as AccountId;
}

export function asFederationSessionRef(text: string): FederationSessionRef {
  return text as FederationSessionRef;
}

const DEVICE_KEY = /^[A-Za-z0-9_-]{22}$/;

/** The cookie's value if it can be a device key; anything else is an unknown device. */
export function parseDeviceKey(text: string | undefined): DeviceKey | undefined {
  return text !== undefined && DEVICE_KEY.test(text) ? (text as DeviceKey) : undefined;
}

const SIXTEEN_OCTETS = /^[A-Za-z0-9_-]{21}[AQgw]$/;

export function parseActivationId(text: string): ActivationId | undefined {
  return SIXTEEN_OCTETS.test(text) ? (text as ActivationId) : undefined;
}

export function parseDelayId(text: string): DelayId | undefined {
  return SIXTEEN_OCTETS.test(text) ? (text as DelayId) : undefined;
}

export function parseTokenId(text: string): TokenId | undefined {
  return SIXTEEN_OCTETS.test(text) ? (text as TokenId) : undefined;
}
