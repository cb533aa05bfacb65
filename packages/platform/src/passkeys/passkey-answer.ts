/**
 * What a browser sends of a passkey: the fields of `AuthenticatorAttestationResponse` and `AuthenticatorAssertionResponse` (Web Authentication, sections 5.2.1 and 5.2.2) as
 * base64url. Parsed once at the door; the signature is another matter.
 */

export interface PasskeyCreationFields {
  readonly id: string;
  readonly clientData: string;
  readonly attestation: string;
  /** Separated by spaces. */
  readonly transports: string;
}

export interface PasskeyAssertionFields {
  readonly id: string;
  readonly clientData: string;
  readonly authenticatorData: string;
  readonly signature: string;
  /** Empty when the authenticator told none. */
  readonly userHandle: string;
}

/** A passkey that a device says it has made. */
export interface PasskeyCreation {
  readonly fields: PasskeyCreationFields;
  readonly challenge: string;
  readonly transports: readonly PasskeyTransport[];
}

/** A passkey that a device says it has used. */
export interface PasskeyAssertion {
  readonly fields: PasskeyAssertionFields;
  readonly credentialId: string;
  readonly challenge: string;
  readonly userHandle: string | undefined;
}

const TRANSPORTS = ['usb', 'nfc', 'ble', 'smart-card', 'hybrid', 'internal'] as const;
/** How a browser reaches the authenticator; those of another name are forgotten, as section 5.8.4 asks. */
export type PasskeyTransport = (typeof TRANSPORTS)[number];

/** The most characters of each field. A credential id has at most 1,023 octets, a user handle 64 (sections 4 and 5.4.3). */
export const MOST_PASSKEY_CHARACTERS = {
  id: 1364,
  clientData: 4096,
  authenticatorData: 4096,
  signature: 1368,
  userHandle: 86,
  attestation: 16_384,
  transports: 100,
} as const;

type FieldName = keyof typeof MOST_PASSKEY_CHARACTERS;

const BASE64URL = /^[A-Za-z0-9_-]+$/;

/** Undefined for what no device can have sent. */
export function parsePasskeyCreation(fields: PasskeyCreationFields): PasskeyCreation | undefined {
  if (!areOctets(fields, ['id', 'clientData', 'attestation'])) return undefined;
  if (fields.transports.length > MOST_PASSKEY_CHARACTERS.transports) return undefined;
  const challenge = challengeIn(fields.clientData);
  if (challenge === undefined) return undefined;
  const named = fields.transports.split(' ');
  return { fields, challenge, transports: TRANSPORTS.filter((transport) => named.includes(transport)) };
}

/** Undefined for what no device can have sent. */
export function parsePasskeyAssertion(fields: PasskeyAssertionFields): PasskeyAssertion | undefined {
  if (!areOctets(fields, ['id', 'clientData', 'authenticatorData', 'signature'])) return undefined;
  if (fields.userHandle !== '' && !areOctets(fields, ['userHandle'])) return undefined;
  const challenge = challengeIn(fields.clientData);
  if (challenge === undefined) return undefined;
  return { fields, credentialId: fields.id, challenge, userHandle: fields.userHandle === '' ? undefined : fields.userHandle };
}

function areOctets<Name extends FieldName>(fields: Readonly<Record<Name, string>>, names: readonly Name[]): boolean {
  return names.every((name) => fields[name].length <= MOST_PASSKEY_CHARACTERS[name] && BASE64URL.test(fields[name]));
}

/**
 * The challenge that the browser says the device has signed. A ceremony inside a frame of another site is none of ours: `frame-ancestors` forbids it, and where a browser
 * says so (section 5.8.1) it is refused here too.
 */
function challengeIn(clientData: string): string | undefined {
  const told = readJson(Buffer.from(clientData, 'base64url').toString());
  if (typeof told !== 'object' || told === null || !('challenge' in told)) return undefined;
  if ('crossOrigin' in told && told.crossOrigin !== false) return undefined;
  return typeof told.challenge === 'string' && BASE64URL.test(told.challenge) ? told.challenge : undefined;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
