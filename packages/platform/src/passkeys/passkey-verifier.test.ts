import { describe, expect, test } from 'vitest';
import { type Forgery, SoftAuthenticator } from '../testing/soft-authenticator.ts';
import { MOST_PASSKEY_CHARACTERS, parsePasskeyAssertion, parsePasskeyCreation } from './passkey-answer.ts';
import { createPasskeyVerifier } from './passkey-verifier.ts';

const ORIGIN = 'https://id.example:8443';
const verifier = createPasskeyVerifier({ origin: ORIGIN });
const CHALLENGE = 'q5GfBCXW0dKxQVcQyGmC3JyBcXbYc3Ew5xW7mKc0d1Y';
const TO_CREATE = { challenge: CHALLENGE, rp: { id: 'id.example' }, user: { id: 'dXNlcg' }, excludeCredentials: [] };
const TO_GET = { challenge: CHALLENGE, rpId: 'id.example', allowCredentials: [] };

function parsed<Parsed>(value: Parsed | undefined): Parsed {
  if (value === undefined) throw new Error('was not parsed');
  return value;
}

async function made(device = new SoftAuthenticator({ origin: ORIGIN })) {
  const creation = parsed(parsePasskeyCreation(device.create(TO_CREATE)));
  const outcome = await verifier.verifyCreation(creation);
  if (outcome.kind !== 'verified') throw new Error(outcome.because);
  return { device, passkey: outcome };
}

describe('a passkey', () => {
  test('of another origin, for another host, of another ceremony, or without a touch is not made', async () => {
    for (const forgery of FORGERIES.creation) {
      const device = new SoftAuthenticator({ origin: ORIGIN });
      const outcome = await verifier.verifyCreation(parsed(parsePasskeyCreation(device.create(TO_CREATE, forgery))));
      expect(outcome, JSON.stringify(forgery)).toMatchObject({ kind: 'not-verified' });
    }
  });

  test('of another origin, for another host, of another ceremony, or without a touch is not believed', async () => {
    const { device, passkey } = await made();
    for (const forgery of FORGERIES.assertion) {
      const outcome = await verifier.verifyAssertion(parsed(parsePasskeyAssertion(device.get(TO_GET, forgery))), passkey.publicKey);
      expect(outcome, JSON.stringify(forgery)).toMatchObject({ kind: 'not-verified' });
    }
  });

  test('is not believed when a single bit of what was signed is another, nor with another passkey’s key, nor with none', async () => {
    const { device, passkey } = await made();
    const other = await made();
    const fields = device.get(TO_GET);
    for (const name of ['authenticatorData', 'signature', 'clientData'] as const) {
      const octets = Buffer.from(fields[name], 'base64url');
      octets[octets.length - 1] = (octets.at(-1) ?? 0) ^ 1;
      const assertion = parsePasskeyAssertion({ ...fields, [name]: octets.toString('base64url') });
      if (assertion) expect(await verifier.verifyAssertion(assertion, passkey.publicKey)).toMatchObject({ kind: 'not-verified' });
    }
    const assertion = parsed(parsePasskeyAssertion(fields));
    for (const key of [other.passkey.publicKey, undefined])
      expect(await verifier.verifyAssertion(assertion, key)).toMatchObject({ kind: 'not-verified', because: 'signature' });
    expect(await verifier.verifyAssertion(assertion, passkey.publicKey)).toMatchObject({ kind: 'verified', isUserVerified: true });
  });

  test('says whether it verified its user, and whether it may be copied to other devices', async () => {
    const synced = await made(new SoftAuthenticator({ origin: ORIGIN, isSynced: true, counts: false }));
    expect(synced.passkey).toMatchObject({ deviceType: 'multi-device', signCount: 0, isUserVerified: true, transports: ['internal'] });
    const plain = await made(new SoftAuthenticator({ origin: ORIGIN, verifies: false }));
    expect(plain.passkey).toMatchObject({ deviceType: 'single-device', signCount: 1, isUserVerified: false });
    const used = parsed(parsePasskeyAssertion(plain.device.get(TO_GET)));
    expect(await verifier.verifyAssertion(used, plain.passkey.publicKey)).toEqual({
      kind: 'verified',
      signCount: 2,
      isUserVerified: false,
    });
  });

  test('belongs to the host alone, not to the port', () => {
    expect(verifier.relyingPartyId).toBe('id.example');
  });
});

const FORGERIES: Readonly<Record<'creation' | 'assertion', readonly Forgery[]>> = {
  creation: [
    { origin: 'https://id.example' },
    { origin: 'https://id.example.evil.example:8443' },
    { origin: 'http://id.example:8443' },
    { rpId: 'example' },
    { rpId: 'evil.example' },
    { type: 'webauthn.get' },
    { isAbsent: true },
  ],
  assertion: [
    { origin: 'https://evil.example' },
    { origin: '' },
    { rpId: 'evil.example' },
    { type: 'webauthn.create' },
    { isAbsent: true },
  ],
};

describe('what a browser sends of a passkey', () => {
  const device = new SoftAuthenticator({ origin: ORIGIN });
  const creation = device.create(TO_CREATE);
  const assertion = device.get(TO_GET);

  test('is read', () => {
    expect(parsePasskeyCreation(creation)?.challenge).toBe(CHALLENGE);
    expect(parsePasskeyAssertion({ ...assertion, userHandle: '' })).toMatchObject({ challenge: CHALLENGE, userHandle: undefined });
  });

  test('is refused when a field is empty, too long, or no base64url', () => {
    for (const name of ['id', 'clientData', 'attestation'] as const) {
      for (const wrong of ['', 'a b', '+/==', 'A'.repeat(MOST_PASSKEY_CHARACTERS[name] + 1)])
        expect(parsePasskeyCreation({ ...creation, [name]: wrong }), `${name} ${wrong.slice(0, 9)}`).toBeUndefined();
    }
    for (const name of ['id', 'clientData', 'authenticatorData', 'signature'] as const) {
      for (const wrong of ['', 'a b', '+/==', 'A'.repeat(MOST_PASSKEY_CHARACTERS[name] + 1)])
        expect(parsePasskeyAssertion({ ...assertion, [name]: wrong }), `${name} ${wrong.slice(0, 9)}`).toBeUndefined();
    }
    for (const userHandle of ['=', 'A'.repeat(MOST_PASSKEY_CHARACTERS.userHandle + 1)])
      expect(parsePasskeyAssertion({ ...assertion, userHandle })).toBeUndefined();
    expect(parsePasskeyCreation({ ...creation, transports: 'usb '.repeat(50) })).toBeUndefined();
  });

  test('is refused when the browser’s own words are no JSON, name no challenge, or come from a frame of another site', () => {
    const words = [
      'not json',
      '7',
      'null',
      '[]',
      '{}',
      '{"challenge":7}',
      '{"challenge":""}',
      '{"challenge":"a b"}',
      '{"challenge":"abc","crossOrigin":true}',
      '{"challenge":"abc","crossOrigin":"false"}',
    ];
    for (const text of words) {
      const clientData = Buffer.from(text).toString('base64url');
      expect(parsePasskeyAssertion({ ...assertion, clientData }), text).toBeUndefined();
      expect(parsePasskeyCreation({ ...creation, clientData }), text).toBeUndefined();
    }
  });

  test('names only transports that there are', () => {
    expect(parsePasskeyCreation({ ...creation, transports: 'internal pigeon usb' })?.transports).toEqual(['usb', 'internal']);
    expect(parsePasskeyCreation({ ...creation, transports: '' })?.transports).toEqual([]);
  });
});

test('a registration that is no CBOR, or in which the key is of a kind that was not asked for, is refused and breaks nothing', async () => {
  const device = new SoftAuthenticator({ origin: ORIGIN });
  const fields = device.create(TO_CREATE);
  const octets = Buffer.from(fields.attestation, 'base64url');
  const es256 = octets.indexOf(Buffer.from('a5010203262001', 'hex'));
  const es512 = Buffer.concat([octets.subarray(0, es256), Buffer.from('a501020338232003', 'hex'), octets.subarray(es256 + 7)]);
  for (const attestation of [Buffer.from('no'), octets.subarray(0, 60), Buffer.alloc(9000, 0x9f), es512]) {
    const creation = parsed(parsePasskeyCreation({ ...fields, attestation: attestation.toString('base64url') }));
    expect(await verifier.verifyCreation(creation)).toMatchObject({ kind: 'not-verified' });
  }
  const renamed = parsed(parsePasskeyCreation({ ...fields, id: 'AAAA' }));
  expect(await verifier.verifyCreation(renamed)).toMatchObject({ kind: 'not-verified' });
});
