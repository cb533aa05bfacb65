import { beforeAll, describe, expect, test } from 'vitest';
import { writeIssuingCa, writeResponder, writeRoot } from '../certificates/authority.ts';
import { buildChain } from '../certificates/chain.ts';
import { decodeCertificate } from '../certificates/decode.ts';
import { readIssuer } from '../certificates/issuer.ts';
import { element } from '../der/write-der.ts';
import { DAY_MS, DAY_SECONDS, HOUR_MS } from '../instant.ts';
import { readPublicKeyInfo } from '../keys/public-key.ts';
import { generateSigningKey, nodeCryptography } from '../node-cryptography/index.ts';
import type { SigningKey } from '../ports.ts';
import { corrupted } from '../testing/corrupted.ts';
import { must } from '../testing/must.ts';
import { TEST_NOW, TEST_POINTERS, TEST_PROFILE, type TestAuthority, makeTestAuthority } from '../testing/test-authority.ts';
import { createCeremonySigner } from './ceremony-signer.ts';
import { createLeafSigner } from './leaf-signer.ts';
import { createResponderSigner } from './responder-signer.ts';

let authority: TestAuthority;
let stranger: SigningKey;

beforeAll(async () => {
  authority = await makeTestAuthority();
  stranger = (await generateSigningKey()).key;
});

const objection = (name: string) => ({ ok: false, error: { code: 'signer-objects', objection: name } });
const validity = (days: number) => ({ notBefore: TEST_NOW - HOUR_MS, notAfter: TEST_NOW + days * DAY_MS });
const keyOf = (key: SigningKey) => must(readPublicKeyInfo(key.publicKey));

/** A CA below the issuing one, as an intruder in the portal would write it. */
function subCa(): Uint8Array {
  const { root, issuing } = authority;
  // The writer itself would refuse: the path length of the issuing CA is 0. So it is written below the root, and put below the issuing CA.
  const below = { ...root, name: issuing.name, keyIdentifier: issuing.keyIdentifier, validity: issuing.validity };
  const request = { serial: authority.serial(), publicKey: keyOf(stranger), subject: { commonName: 'Mine' }, validity: validity(30) };
  return must(writeIssuingCa({ ...request, issuer: below, pathLength: 0, pointers: TEST_POINTERS }, nodeCryptography));
}

describe('nothing can mint a CA', () => {
  test('sub-CA minted off any parent: not by the signer of leaves', async () => {
    expect(await authority.signer.sign({ tbs: subCa(), profileId: TEST_PROFILE.id, now: TEST_NOW })).toEqual(objection('ca'));
  });

  test('sub-CA minted off any parent: not by the signer of responders', async () => {
    const parts = { key: authority.issuingKey, issuer: authority.issuing, cryptography: nodeCryptography };
    expect(await must(createResponderSigner(parts)).sign({ tbs: subCa(), now: TEST_NOW })).toEqual(objection('ca'));
  });

  test('sub-CA minted off any parent: not by a ceremony with a CA that may have none below it', async () => {
    const ceremony = createCeremonySigner({ key: authority.issuingKey, cryptography: nodeCryptography });
    expect(await ceremony.signIssuingCa({ tbs: subCa(), now: TEST_NOW, issuer: authority.issuing })).toEqual(objection('path-length'));
  });

  test('sub-CA minted off any parent: not by a ceremony that names the certificate of another CA than its key', async () => {
    const ceremony = createCeremonySigner({ key: authority.issuingKey, cryptography: nodeCryptography });
    const answer = await ceremony.signIssuingCa({ tbs: subCa(), now: TEST_NOW, issuer: authority.root });
    expect(answer).toEqual({ ok: false, error: { code: 'signer-key-mismatch' } });
  });

  test('and one that was signed all the same has no chain', async () => {
    const rogueKey = (await generateSigningKey()).key;
    const tbs = new Uint8Array(subCa());
    const { assembleSigned } = await import('../certificates/to-be-signed.ts');
    const signature = await authority.issuingKey.sign(tbs);
    const rogue = must(decodeCertificate(assembleSigned({ tbs, algorithm: 'ecdsa-sha256', signature })));
    const rogueIssuer = must(readIssuer(rogue.der));
    const signer = must(createLeafSigner({ key: stranger, issuer: rogueIssuer, profiles: [TEST_PROFILE], cryptography: nodeCryptography }));
    const leafTbs = authority.writeLeaf(['a.example.test'], { issuer: rogueIssuer, publicKey: keyOf(rogueKey), validity: validity(10) });
    const leaf = must(decodeCertificate(must(await signer.sign({ tbs: leafTbs, profileId: TEST_PROFILE.id, now: TEST_NOW }))));
    const wish = { leaf, intermediates: [rogue, authority.issuing.certificate], roots: [authority.root.certificate] };
    const chain = buildChain({ ...wish, now: TEST_NOW, cryptography: nodeCryptography });
    expect(chain).toMatchObject({ ok: false, error: { code: 'chain-path-too-long' } });
  });
});

describe('the signer of leaves', () => {
  test('is not made for a key that is not the one in the certificate', () => {
    const parts = { key: stranger, issuer: authority.issuing, profiles: [TEST_PROFILE], cryptography: nodeCryptography };
    expect(createLeafSigner(parts)).toEqual({ ok: false, error: { code: 'signer-key-mismatch' } });
  });

  test('signs no responder, no root, no list, no octets that are nothing', async () => {
    const { issuing, signer } = authority;
    const request = { serial: authority.serial(), publicKey: keyOf(stranger), subject: { commonName: 'Mine' }, validity: validity(30) };
    const responder = must(writeResponder({ ...request, issuer: issuing }, nodeCryptography));
    const root = must(writeRoot(request, nodeCryptography));
    const sign = (tbs: Uint8Array) => signer.sign({ tbs, profileId: TEST_PROFILE.id, now: TEST_NOW });
    expect(await sign(responder)).toEqual(objection('extension'));
    expect(await sign(root)).toEqual(objection('ca'));
    for (const tbs of [new Uint8Array(), element(0x30), new TextEncoder().encode('sign me'), new Uint8Array(100_000)]) {
      expect(await sign(tbs)).toEqual(objection('form'));
    }
  });

  test('knows no profile by another name', async () => {
    const answer = await authority.signer.sign({ tbs: authority.writeLeaf(['a.example.test']), profileId: 'other', now: TEST_NOW });
    expect(answer).toEqual({ ok: false, error: { code: 'signer-profile-unknown' } });
  });

  test('certifies the key of its own CA to nobody', async () => {
    const tbs = authority.writeLeaf(['a.example.test'], { publicKey: keyOf(authority.issuingKey) });
    expect(await authority.signer.sign({ tbs, profileId: TEST_PROFILE.id, now: TEST_NOW })).toEqual(objection('key'));
  });

  test('signs for no moment but this one: a request of yesterday, and one for tomorrow', async () => {
    const tbs = authority.writeLeaf(['a.example.test']);
    for (const now of [TEST_NOW - DAY_MS, TEST_NOW + DAY_MS]) {
      expect(await authority.signer.sign({ tbs, profileId: TEST_PROFILE.id, now })).toEqual(objection('validity'));
    }
  });

  test('hands out no signature that does not hold', async () => {
    const broken: SigningKey = { ...authority.issuingKey, sign: async (message) => corrupted(await authority.issuingKey.sign(message)) };
    const parts = { key: broken, issuer: authority.issuing, profiles: [TEST_PROFILE], cryptography: nodeCryptography };
    const signer = must(createLeafSigner(parts));
    const answer = await signer.sign({ tbs: authority.writeLeaf(['a.example.test']), profileId: TEST_PROFILE.id, now: TEST_NOW });
    expect(answer).toEqual({ ok: false, error: { code: 'signer-fault' } });
  });
});

describe('the ceremony', () => {
  test('signs no leaf and no responder', async () => {
    const ceremony = createCeremonySigner({ key: authority.issuingKey, cryptography: nodeCryptography });
    const leaf = authority.writeLeaf(['a.example.test']);
    expect(await ceremony.signIssuingCa({ tbs: leaf, now: TEST_NOW, issuer: authority.issuing })).toEqual(objection('ca'));
    expect(await ceremony.signRoot({ tbs: leaf, now: TEST_NOW })).toEqual(objection('ca'));
  });

  test('signs no root for another key than its own, none for ever, and no CA below it for half of that and a second', async () => {
    const ceremony = createCeremonySigner({ key: stranger, cryptography: nodeCryptography });
    const request = { serial: authority.serial(), subject: { commonName: 'Root' } };
    const ofAnother = must(writeRoot({ ...request, publicKey: keyOf(authority.rootKey), validity: validity(30) }, nodeCryptography));
    expect(await ceremony.signRoot({ tbs: ofAnother, now: TEST_NOW })).toEqual(objection('key'));
    // Both ends count.
    const lasting = (seconds: number) => ({ notBefore: TEST_NOW, notAfter: TEST_NOW + (seconds - 1) * 1000 });
    const root = (seconds: number) => {
      const tbs = must(writeRoot({ ...request, publicKey: keyOf(stranger), validity: lasting(seconds) }, nodeCryptography));
      return ceremony.signRoot({ tbs, now: TEST_NOW });
    };
    const thirtyYears = 30 * 366 * DAY_SECONDS;
    expect((await root(thirtyYears)).ok).toBe(true);
    expect(await root(thirtyYears + 1)).toEqual(objection('lifetime'));
    const issuing = (seconds: number) => {
      const { root: issuer, rootKey: key } = authority;
      const wish = { ...request, publicKey: keyOf(stranger), validity: lasting(seconds), issuer, pathLength: 0, pointers: TEST_POINTERS };
      const tbs = must(writeIssuingCa(wish, nodeCryptography));
      return createCeremonySigner({ key, cryptography: nodeCryptography }).signIssuingCa({ tbs, now: TEST_NOW, issuer });
    };
    const fifteenYears = 15 * 366 * DAY_SECONDS;
    expect((await issuing(fifteenYears)).ok).toBe(true);
    expect(await issuing(fifteenYears + 1)).toEqual(objection('lifetime'));
  });
});
