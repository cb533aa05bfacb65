import type { Bytes, PrfAnswer, PrfQuestion } from '@sallyport/protocol';

/** WebAuthn Level 3 with its PRF extension (section 10.1.4), for the authenticator that is built into this device. Loaded on demand. */

/** Long enough to look for a finger; the page has a button that ends it sooner. */
const PATIENCE_MS = 120_000;
const PRF_OCTETS = 32;
/** ES256 and RS256: what platform authenticators make. Nobody ever checks a signature of theirs here; the PRF is all that is used. */
const ALGORITHMS = [-7, -257] as const;

export interface NewCredential {
  readonly relyingPartyId: string;
  readonly relyingPartyName: string;
  /** How the device lists it, for its owner to tell one from another. */
  readonly userName: string;
}

export type Registration =
  | { readonly kind: 'registered'; readonly credentialId: Bytes }
  | { readonly kind: 'cancelled' }
  /** This device has no authenticator of its own, or one without the PRF. */
  | { readonly kind: 'unavailable' };

/** Whether there is anything to offer; what `create` says afterwards has the last word. */
export async function isOffered(): Promise<boolean> {
  if (!('PublicKeyCredential' in globalThis)) return false;
  if (!(await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable())) return false;
  const capabilities = 'getClientCapabilities' in PublicKeyCredential ? await PublicKeyCredential.getClientCapabilities() : {};
  return capabilities['extension:prf'] !== false;
}

/**
 * A credential of this device. Its user id is chance and means nothing, so that a new one never replaces another that a token may still need;
 * it need not be discoverable, because the token knows its id.
 */
export async function register(input: NewCredential, signal: AbortSignal): Promise<Registration> {
  return withoutExceptions(async () => {
    const credential = await navigator.credentials.create({
      signal,
      publicKey: {
        challenge: randomOctets(32),
        rp: { id: input.relyingPartyId, name: input.relyingPartyName },
        user: { id: randomOctets(16), name: input.userName, displayName: input.userName },
        pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
        authenticatorSelection: { authenticatorAttachment: 'platform', residentKey: 'discouraged', userVerification: 'required' },
        attestation: 'none',
        timeout: PATIENCE_MS,
        extensions: { prf: {} },
      },
    });
    if (!(credential instanceof PublicKeyCredential)) return { kind: 'unavailable' };
    const credentialId = new Uint8Array(credential.rawId);
    if (credential.getClientExtensionResults().prf?.enabled === true) return { kind: 'registered', credentialId };
    await forget({ relyingPartyId: input.relyingPartyId, credentialId }).catch(() => undefined);
    return { kind: 'unavailable' };
  });
}

/** The person confirms once; the answers are theirs to wipe who asked. */
export async function evaluate({ credentialId, relyingPartyId, inputs }: PrfQuestion, signal: AbortSignal): Promise<PrfAnswer> {
  return withoutExceptions(async () => {
    // Told apart here, because the platform itself answers a missing authenticator like a person who said no.
    if (!(await isOffered())) return { kind: 'unavailable' };
    const [first, second] = inputs;
    if (first === undefined) return { kind: 'unavailable' };
    const assertion = await navigator.credentials.get({
      signal,
      publicKey: {
        challenge: randomOctets(32),
        rpId: relyingPartyId,
        allowCredentials: [{ type: 'public-key', id: credentialId, transports: ['internal'] }],
        userVerification: 'required',
        timeout: PATIENCE_MS,
        extensions: { prf: { eval: second === undefined ? { first } : { first, second } } },
      },
    });
    const results = assertion instanceof PublicKeyCredential ? assertion.getClientExtensionResults().prf?.results : undefined;
    const outputs = [results?.first, results?.second].slice(0, inputs.length).map(octetsOf);
    return outputs.every(({ length }) => length === PRF_OCTETS) ? { kind: 'outputs', outputs } : { kind: 'unavailable' };
  });
}

/** Tells the device that nobody asks for this credential any more, so that it need not stay in its owner's list. Where it can be told. */
export async function forget({ credentialId, relyingPartyId }: Pick<PrfQuestion, 'credentialId' | 'relyingPartyId'>): Promise<void> {
  if (!('PublicKeyCredential' in globalThis) || !('signalUnknownCredential' in PublicKeyCredential)) return;
  const id = btoa(String.fromCharCode(...credentialId))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
  await PublicKeyCredential.signalUnknownCredential({ rpId: relyingPartyId, credentialId: id });
}

/** WebAuthn throws for everything; what it throws for a "no" and for a timeout is the same, on purpose. */
async function withoutExceptions<Answer>(
  ceremony: () => Promise<Answer>,
): Promise<Answer | { readonly kind: 'cancelled' } | { readonly kind: 'unavailable' }> {
  try {
    return await ceremony();
  } catch (failure) {
    const isNo = failure instanceof DOMException && (failure.name === 'NotAllowedError' || failure.name === 'AbortError');
    return { kind: isNo ? 'cancelled' : 'unavailable' };
  }
}

function octetsOf(source: BufferSource | undefined): Bytes {
  if (source === undefined) return new Uint8Array(0);
  return source instanceof ArrayBuffer ? new Uint8Array(source) : new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
}

function randomOctets(length: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(length));
}
