import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type { PasskeyAssertionFields, PasskeyCreationFields } from '../passkeys/passkey-answer.ts';

/** What a page asks an authenticator for: the parts of the options that it looks at. */
export interface AskedCreation {
  readonly challenge: string;
  readonly rp: { readonly id: string };
  readonly user: { readonly id: string };
  readonly excludeCredentials: readonly { readonly id: string }[];
}

export interface AskedAssertion {
  readonly challenge: string;
  readonly rpId: string;
  readonly allowCredentials: readonly { readonly id: string }[];
}

/** What an attacker would like to be otherwise. */
export interface Forgery {
  readonly origin?: string;
  readonly rpId?: string;
  readonly challenge?: string;
  readonly type?: 'webauthn.create' | 'webauthn.get';
  readonly signCount?: number;
  readonly userHandle?: string;
  readonly crossOrigin?: true;
  /** Nobody touched it. */
  readonly isAbsent?: true;
}

interface MadePasskey {
  readonly id: string;
  readonly rpId: string;
  readonly userHandle: string;
  readonly privateKey: KeyObject;
}

const FLAGS = { present: 0x01, verified: 0x04, backupEligible: 0x08, backedUp: 0x10, attested: 0x40 };
const CREDENTIAL_ID_OCTETS = 24;

/** An authenticator and the browser around it, in software: makes discoverable ES256 passkeys with `none` attestation, and lies where a test says so. */
export class SoftAuthenticator {
  readonly #origin: string;
  readonly #verifies: boolean;
  readonly #counts: boolean;
  readonly #isSynced: boolean;
  readonly #passkeys: MadePasskey[] = [];
  #signCount = 0;

  constructor(made: { readonly origin: string; readonly verifies?: boolean; readonly counts?: boolean; readonly isSynced?: boolean }) {
    this.#origin = made.origin;
    this.#verifies = made.verifies ?? true;
    this.#counts = made.counts ?? true;
    this.#isSynced = made.isSynced ?? false;
  }

  /** @throws Error when it has one of the excluded passkeys already, as a browser says `InvalidStateError`. */
  create(asked: AskedCreation, forgery: Forgery = {}): PasskeyCreationFields {
    if (asked.excludeCredentials.some(({ id }) => this.#passkeys.some((passkey) => passkey.id === id)))
      throw new Error('InvalidStateError');
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const id = randomBytes(CREDENTIAL_ID_OCTETS).toString('base64url');
    this.#passkeys.push({ id, rpId: asked.rp.id, userHandle: asked.user.id, privateKey });
    const attested = Buffer.concat([
      Buffer.alloc(16),
      Buffer.from([0, CREDENTIAL_ID_OCTETS]),
      Buffer.from(id, 'base64url'),
      coseKey(publicKey),
    ]);
    const data = Buffer.concat([this.#data(forgery.rpId ?? asked.rp.id, { ...forgery, flags: FLAGS.attested }), attested]);
    return {
      id,
      clientData: this.#clientData(asked.challenge, { type: 'webauthn.create', ...forgery }).toString('base64url'),
      attestation: attestationObject(data).toString('base64url'),
      transports: 'internal',
    };
  }

  /** With the passkey that is asked for, or the newest one for this relying party when none is named. @throws Error when it has none. */
  get(asked: AskedAssertion, forgery: Forgery = {}): PasskeyAssertionFields {
    const allowed = this.#passkeys.filter(
      ({ id, rpId }) =>
        rpId === asked.rpId && (asked.allowCredentials.length === 0 || asked.allowCredentials.some((credential) => credential.id === id)),
    );
    const passkey = allowed.at(-1);
    if (!passkey) throw new Error('NotAllowedError');
    return this.#sign(passkey, asked, forgery);
  }

  /** As `get` with its newest passkey, whatever is asked for. */
  force(asked: AskedAssertion, forgery: Forgery = {}): PasskeyAssertionFields {
    const passkey = this.#passkeys.at(-1);
    if (!passkey) throw new Error('nothing was made yet');
    return this.#sign(passkey, asked, forgery);
  }

  #sign(passkey: MadePasskey, asked: AskedAssertion, forgery: Forgery): PasskeyAssertionFields {
    const data = this.#data(forgery.rpId ?? passkey.rpId, forgery);
    const clientData = this.#clientData(asked.challenge, { type: 'webauthn.get', ...forgery });
    const signature = sign('sha256', Buffer.concat([data, sha256(clientData)]), passkey.privateKey);
    return {
      id: passkey.id,
      clientData: clientData.toString('base64url'),
      authenticatorData: data.toString('base64url'),
      signature: signature.toString('base64url'),
      userHandle: forgery.userHandle ?? passkey.userHandle,
    };
  }

  #clientData(challenge: string, { type, origin, crossOrigin, ...forged }: Forgery): Buffer {
    const told = { type, challenge: forged.challenge ?? challenge, origin: origin ?? this.#origin, crossOrigin: crossOrigin ?? false };
    return Buffer.from(JSON.stringify(told));
  }

  #data(rpId: string, { signCount, isAbsent, flags = 0 }: Forgery & { readonly flags?: number }): Buffer {
    if (this.#counts) this.#signCount += 1;
    const told = [
      isAbsent ? 0 : FLAGS.present,
      this.#verifies ? FLAGS.verified : 0,
      this.#isSynced ? FLAGS.backupEligible | FLAGS.backedUp : 0,
      flags,
    ];
    const count = Buffer.alloc(4);
    count.writeUInt32BE(signCount ?? this.#signCount);
    return Buffer.concat([sha256(Buffer.from(rpId)), Buffer.from([told.reduce((sum, flag) => sum | flag)]), count]);
  }
}

function sha256(octets: Buffer): Buffer {
  return createHash('sha256').update(octets).digest();
}

/** RFC 9053: EC2, ES256, P-256. */
function coseKey(publicKey: KeyObject): Buffer {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  return Buffer.concat([
    Buffer.from('a5010203262001215820', 'hex'),
    Buffer.from(x, 'base64url'),
    Buffer.from('225820', 'hex'),
    Buffer.from(y, 'base64url'),
  ]);
}

/** CBOR: `{ fmt: "none", attStmt: {}, authData }`. */
function attestationObject(authenticatorData: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from([0xa3, 0x63]),
    Buffer.from('fmt'),
    Buffer.from([0x64]),
    Buffer.from('none'),
    Buffer.from([0x67]),
    Buffer.from('attStmt'),
    Buffer.from([0xa0, 0x68]),
    Buffer.from('authData'),
    Buffer.from([0x58, authenticatorData.length]),
    authenticatorData,
  ]);
}
