import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { writeResponder } from '../certificates/authority.ts';
import { REVOCATION_REASONS } from '../crl/revocation-reason.ts';
import { TAG } from '../der/read-der.ts';
import { element, generalizedTime, sequence } from '../der/write-der.ts';
import { DAY_MS, HOUR_MS } from '../instant.ts';
import { readPublicKeyInfo } from '../keys/public-key.ts';
import { generateSigningKey, nodeCryptography } from '../node-cryptography/index.ts';
import { type Bytes, fromHex, toHex } from '../octets.ts';
import type { SigningKey } from '../ports.ts';
import { type OcspSigner, createOcspSigner } from '../signer/ocsp-signer.ts';
import { createResponderSigner } from '../signer/responder-signer.ts';
import { corrupted } from '../testing/corrupted.ts';
import { must } from '../testing/must.ts';
import { type OcspQuestion, writeOcspRequest } from '../testing/ocsp-request.ts';
import { TEST_NOW, TEST_PROFILE, type TestAuthority, makeTestAuthority } from '../testing/test-authority.ts';
import { ocspCaching } from './caching.ts';
import { issuerHashes } from './cert-id.ts';
import { type SuccessfulResponse, decodeOcspResponse } from './decode-response.ts';
import { OCSP_REQUEST_MAX_OCTETS, readOcspRequest } from './read-request.ts';
import { ocspRequestInPath } from './request-path.ts';
import { type Responder, preSignedCertId, preSignedSubjectOf, readResponder, serialsAskedFor } from './responder.ts';
import { type CertificateStatus, OCSP_FAILURES, type OcspAnswerRequest, ocspFailure, writeOcspAnswer } from './write-answer.ts';

let authority: TestAuthority;
let stranger: TestAuthority;
let responder: Responder;
let signer: OcspSigner;
let serial: Bytes;

beforeAll(async () => {
  [authority, stranger] = await Promise.all([makeTestAuthority(), makeTestAuthority()]);
  const cryptography = nodeCryptography;
  responder = must(readResponder({ der: authority.responder, issuer: authority.issuing, cryptography }));
  signer = must(createOcspSigner({ key: authority.responderKey, responder, cryptography }));
  serial = authority.serial();
});

const ask = (question: Partial<OcspQuestion> = {}) =>
  writeOcspRequest({ issuer: authority.issuing, serials: [serial], hash: 'sha1', ...question });
const read = (question: Partial<OcspQuestion> = {}) => must(readOcspRequest(ask(question)));
const recorded = (status: CertificateStatus, of: Uint8Array = serial) => new Map([[toHex(of), status]]);
const write = (changes: Partial<OcspAnswerRequest> = {}) => {
  const { certIds, nonce } = read();
  const dates = { thisUpdate: TEST_NOW, nextUpdate: TEST_NOW + DAY_MS };
  return writeOcspAnswer({ responder, certIds, nonce, statuses: recorded({ state: 'good' }), ...dates, ...changes });
};
const signed = async (changes: Partial<OcspAnswerRequest> = {}) => must(await signer.sign({ tbs: must(write(changes)), now: TEST_NOW }));
const decoded = (der: Uint8Array): SuccessfulResponse => {
  const response = must(decodeOcspResponse(der));
  if (response.status !== 'successful') throw new Error(response.status);
  return response;
};
const statesOf = async (changes: Partial<OcspAnswerRequest>) =>
  decoded(await signed(changes)).answer.responses.map(({ status }) => status.state);

describe('never good for an unknown serial', () => {
  test('a serial without a record is unknown, beside one that is good', async () => {
    const { certIds } = read({ serials: [authority.serial(), serial] });
    expect(await statesOf({ certIds })).toEqual(['unknown', 'good']);
  });

  test('a serial of another CA is unknown, even when ours has a good certificate of the same number', async () => {
    const certIds = [...read({ issuer: stranger.issuing }).certIds, ...read().certIds];
    expect(await statesOf({ certIds })).toEqual(['unknown', 'good']);
    expect(serialsAskedFor({ certIds, nonce: undefined }, responder)).toEqual([toHex(serial)]);
  });

  test('nor by a hash of one issuer beside the key of another, nor by a hash we do not know', async () => {
    const [ours, theirs] = [authority.issuing, stranger.issuing].map((issuer) => issuerHashes(issuer, nodeCryptography));
    const mixed = read().certIds.map((certId) => ({ ...certId, issuerKeyHash: theirs?.sha1.key ?? certId.octets }));
    const sha384 = read({ hash: 'sha384' }).certIds.map((certId) => ({ ...certId, issuerNameHash: ours?.sha1.name ?? certId.octets }));
    expect(await statesOf({ certIds: [...mixed, ...sha384, ...read().certIds] })).toEqual(['unknown', 'unknown', 'good']);
  });

  test('whatever is asked and whatever is recorded, good is only what a record says is good', async () => {
    const pool = Array.from({ length: 8 }, () => authority.serial());
    const statusArbitrary = fc.constantFrom<CertificateStatus | undefined>(
      { state: 'good' },
      { state: 'revoked', at: TEST_NOW - HOUR_MS, reason: 'superseded' },
      undefined,
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(7), { minLength: 1, maxLength: 8 }),
        fc.array(statusArbitrary, { minLength: 8, maxLength: 8 }),
        async (asked, records) => {
          const statuses = new Map(
            records.flatMap((status, index) => (status === undefined ? [] : [[toHex(pool[index] ?? serial), status] as const])),
          );
          const { certIds } = read({ serials: asked.map((index) => pool[index] ?? serial) });
          const wanted = asked.map((index) => records[index]?.state ?? 'unknown');
          expect(await statesOf({ certIds, statuses })).toEqual(wanted);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('a request about other CAs only is not answered', () => {
    expect(write({ certIds: read({ issuer: stranger.issuing }).certIds })).toEqual({ ok: false, error: { code: 'ocsp-not-ours' } });
  });
});

describe('an answer', () => {
  test('repeats question and nonce, names the responder by its key, and brings its certificate', async () => {
    for (const hash of ['sha1', 'sha256'] as const) {
      const nonce = new Uint8Array(32).fill(7);
      const request = read({ hash, nonce });
      const response = decoded(await signed({ certIds: request.certIds, nonce: request.nonce }));
      expect(response.answer.responses.map(({ certId }) => certId)).toEqual(request.certIds);
      expect(response.answer).toMatchObject({ nonce, producedAt: TEST_NOW, responderKeyHash: responder.keyHash });
      expect(response.certificates).toEqual([authority.responder]);
      const { signature, answer } = response;
      const check = { publicKey: responder.publicKey, algorithm: 'ecdsa-sha256', message: answer.octets, signature } as const;
      expect(nodeCryptography.signatureHolds(check)).toBe(true);
    }
  });

  test('says when and why a certificate was revoked, and nothing where there is nothing to say', async () => {
    for (const reason of REVOCATION_REASONS) {
      const at = TEST_NOW - HOUR_MS;
      const [single] = decoded(await signed({ statuses: recorded({ state: 'revoked', at, reason }) })).answer.responses;
      expect(single?.status).toEqual({ state: 'revoked', at, reason: reason === 'unspecified' ? undefined : reason });
    }
  });

  test('that was made before is about what a client asks, by either hash', async () => {
    for (const hash of ['sha1', 'sha256'] as const) {
      const request = read({ hash });
      const subject = preSignedSubjectOf(request, responder);
      expect(subject).toEqual({ hash, serialHex: toHex(serial) });
      const certId = preSignedCertId(responder, { hash, serial });
      expect(certId.octets).toEqual(request.certIds[0]?.octets);
      expect(await statesOf({ certIds: [certId] })).toEqual(['good']);
    }
  });

  test('is made on demand for a nonce, for several certificates, and for those of others', () => {
    const requests = [
      read({ nonce: new Uint8Array(16) }),
      read({ serials: [serial, authority.serial()] }),
      read({ issuer: stranger.issuing }),
      read({ hash: 'sha384' }),
    ];
    expect(requests.map((request) => preSignedSubjectOf(request, responder))).toEqual(requests.map(() => undefined));
  });

  test('that ends before it begins is refused', () => {
    expect(write({ nextUpdate: TEST_NOW })).toEqual({ ok: false, error: { code: 'ocsp-dates-reversed' } });
  });

  test.each(OCSP_FAILURES)('%s says nothing about any certificate', (failure) => {
    expect(ocspFailure(failure).length).toBe(5);
    expect(decodeOcspResponse(ocspFailure(failure))).toEqual({ ok: true, value: { status: failure } });
  });
});

describe('the reader of requests refuses', () => {
  const malformed = { ok: false, error: { code: 'ocsp-request-malformed' } };
  const tooLarge = { ok: false, error: { code: 'ocsp-request-too-large' } };

  test('a nonce of no octet and of 129, and takes those of 1 and 128 (RFC 9654 section 2.1)', () => {
    for (const length of [0, 129]) expect(readOcspRequest(ask({ nonce: new Uint8Array(length) }))).toEqual(malformed);
    for (const length of [1, 128]) expect(read({ nonce: new Uint8Array(length) }).nonce?.length).toBe(length);
  });

  test('more than twenty certificates, and none', () => {
    const serials = Array.from({ length: 21 }, () => authority.serial());
    expect(readOcspRequest(ask({ serials }))).toEqual(tooLarge);
    expect(read({ serials: serials.slice(1) }).certIds.length).toBe(20);
    expect(readOcspRequest(ask({ serials: [] }))).toEqual(malformed);
  });

  test('what is larger than its limit before it looks at it', () => {
    expect(readOcspRequest(new Uint8Array(OCSP_REQUEST_MAX_OCTETS + 1))).toEqual(tooLarge);
  });

  test('a critical extension it does not know, and leaves aside one that is not', () => {
    const extension = { oid: '1.2.3.4', value: Uint8Array.of(TAG.null, 0) };
    expect(readOcspRequest(ask({ extensions: [{ ...extension, critical: true }] }))).toEqual(malformed);
    expect(read({ extensions: [{ ...extension, critical: false }] }).certIds.length).toBe(1);
  });

  test('a request cut short, one with octets behind it, a version of its own, and an answer', async () => {
    const request = ask();
    const versioned = sequence(sequence(fromHex('a003020101'), sequence(sequence(read().certIds[0]?.octets ?? request))));
    for (const octets of [request.subarray(0, -1), new Uint8Array([...request, 0]), versioned, await signed(), new Uint8Array()]) {
      expect(readOcspRequest(octets)).toEqual(malformed);
    }
  });

  test('or reads whatever octets there can be, and never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => {
        expect(readOcspRequest(octets).ok).toBe(false);
      }),
      { numRuns: 1000 },
    );
    const request = ask({ nonce: new Uint8Array(16) });
    fc.assert(
      fc.property(fc.nat(request.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const answer = readOcspRequest(request.with(at, (request[at] ?? 0) ^ by));
        if (!answer.ok) expect(answer.error.code).toMatch(/^ocsp-request-/);
      }),
    );
  });
});

describe('a request in the path of a GET (RFC 6960 appendix A.1)', () => {
  const base64 = () => Buffer.from(ask({ hash: 'sha256' })).toString('base64');

  test('is read whichever characters the client escaped, and with a second slash', () => {
    const wholly = Array.from(base64(), (character) => `%${character.charCodeAt(0).toString(16)}`).join('');
    for (const path of [`/${encodeURIComponent(base64())}`, base64(), `/${base64()}`, wholly, `/${wholly.toUpperCase()}`]) {
      expect(ocspRequestInPath(path)).toEqual({ ok: true, value: ask({ hash: 'sha256' }) });
    }
  });

  test.each([
    ['nothing', ''],
    ['a slash', '/'],
    ['half an escape', '/MB%2'],
    ['an escape of no text', '/%ff%fe'],
    ['base64 of URLs', '/MB-_'],
    ['base64 without its padding', '/MA'],
    ['bits left over', '/MB=='],
    ['a space', '/MB%20MA'],
  ])('is none with %s', (_, path) => {
    expect(ocspRequestInPath(path)).toEqual({ ok: false, error: { code: 'ocsp-request-malformed' } });
  });

  test('is refused by its length before it is looked at', () => {
    expect(ocspRequestInPath('A'.repeat(20_000))).toEqual({ ok: false, error: { code: 'ocsp-request-too-large' } });
  });
});

describe('a responder', () => {
  const of = (der: Uint8Array) => readResponder({ der, issuer: authority.issuing, cryptography: nodeCryptography });
  const notDelegated = { ok: false, error: { code: 'responder-not-delegated' } };

  test('is no leaf, not the CA, and not the responder of another CA', async () => {
    const leaf = await authority.issue(['a.example.test']);
    for (const der of [leaf, authority.issuing.certificate.der, stranger.responder]) expect(of(der)).toEqual(notDelegated);
  });

  test('signs with the key in its certificate only, never with that of the CA', () => {
    for (const key of [authority.issuingKey, stranger.responderKey]) {
      const made = createOcspSigner({ key, responder, cryptography: nodeCryptography });
      expect(made).toEqual({ ok: false, error: { code: 'signer-key-mismatch' } });
    }
  });
});

describe('the signer of answers', () => {
  const objection = (name: string) => ({ ok: false, error: { code: 'signer-objects', objection: name } });
  const sign = (tbs: Uint8Array, now = TEST_NOW) => signer.sign({ tbs, now });

  test('signs no certificate, no octets that are nothing; and no other signer signs an answer', async () => {
    for (const tbs of [authority.writeLeaf(['a.example.test']), new Uint8Array(), new TextEncoder().encode('sign me')]) {
      expect(await sign(tbs)).toEqual(objection('form'));
    }
    const answer = await authority.signer.sign({ tbs: must(write()), profileId: TEST_PROFILE.id, now: TEST_NOW });
    expect(answer).toEqual(objection('form'));
  });

  test('says nothing in the name of another responder, nor of the certificates of another CA', async () => {
    const other = must(readResponder({ der: stranger.responder, issuer: stranger.issuing, cryptography: nodeCryptography }));
    const certIds = read({ issuer: stranger.issuing }).certIds;
    expect(await sign(must(write({ responder: other, certIds })))).toEqual(objection('issuer'));
    expect(await sign(must(write({ responder: { ...responder, hashes: other.hashes }, certIds })))).toEqual(objection('issuer'));
  });

  test('signs for no moment but this one, for no longer than ten days, and not past its own certificate', async () => {
    const nowhere = [TEST_NOW - DAY_MS, TEST_NOW + DAY_MS / 2];
    for (const now of nowhere) expect(await sign(must(write()), now)).toEqual(objection('validity'));
    expect((await sign(must(write({ nextUpdate: TEST_NOW + 10 * DAY_MS })))).ok).toBe(true);
    expect(await sign(must(write({ nextUpdate: TEST_NOW + 10 * DAY_MS + 1000 })))).toEqual(objection('lifetime'));
    expect((await sign(must(write()), TEST_NOW + HOUR_MS)).ok).toBe(true);
    expect(await sign(must(write()), TEST_NOW + HOUR_MS + 1000)).toEqual(objection('validity'));
    const lastDay = responder.certificate.validity.notAfter - HOUR_MS;
    expect(await sign(must(write({ thisUpdate: lastDay, nextUpdate: lastDay + DAY_MS })), lastDay)).toEqual(objection('lifetime'));
    const over = responder.certificate.validity.notAfter + HOUR_MS;
    expect(await sign(must(write({ thisUpdate: over, nextUpdate: over + DAY_MS })), over)).toEqual(objection('issuer-expired'));
    const tomorrow = recorded({ state: 'revoked', at: TEST_NOW + DAY_MS, reason: 'superseded' });
    expect(await sign(must(write({ statuses: tomorrow })))).toEqual(objection('validity'));
  });

  test('signs nothing that our writer does not write', async () => {
    const single = (status: Uint8Array, ...tail: readonly Uint8Array[]) =>
      sequence(read().certIds[0]?.octets ?? new Uint8Array(), status, generalizedTime(TEST_NOW), ...tail);
    const next = element(0xa0, generalizedTime(TEST_NOW + DAY_MS));
    const good = element(0x80);
    const byKey = element(0xa2, element(TAG.octetString, responder.keyHash));
    const answer = (singles: Uint8Array, ...tail: readonly Uint8Array[]) => sequence(byKey, generalizedTime(TEST_NOW), singles, ...tail);
    const extensions = sequence(sequence(element(TAG.objectIdentifier, fromHex('2a0304')), element(TAG.octetString, Uint8Array.of(5, 0))));
    const revokedFor = (code: number) =>
      element(0xa1, generalizedTime(TEST_NOW - HOUR_MS), element(0xa0, Uint8Array.of(TAG.enumerated, 1, code)));
    const byName = sequence(element(0xa1, authority.issuing.name), generalizedTime(TEST_NOW), sequence(single(good, next)));
    const cases: readonly (readonly [string, Uint8Array, string])[] = [
      ['no certificate', answer(sequence()), 'form'],
      ['no next update', answer(sequence(single(good))), 'validity'],
      ['an extension', answer(sequence(single(good, next)), element(0xa1, extensions)), 'extension'],
      ['an extension about one certificate', answer(sequence(single(good, next, element(0xa1, extensions)))), 'extension'],
      ['a hold', answer(sequence(single(revokedFor(6), next))), 'reason'],
      ['unspecified written out', answer(sequence(single(revokedFor(0), next))), 'reason'],
      ['a name in place of the key', byName, 'issuer'],
      ['a status of no form', answer(sequence(single(element(0x83), next))), 'form'],
    ];
    expect((await sign(answer(sequence(single(good, next))))).ok).toBe(true);
    for (const [name, tbs, wanted] of cases) expect([name, await sign(tbs)]).toEqual([name, objection(wanted)]);
  });

  test('hands out no signature that does not hold', async () => {
    const { responderKey } = authority;
    const key: SigningKey = { ...responderKey, sign: async (message) => corrupted(await responderKey.sign(message)) };
    const broken = must(createOcspSigner({ key, responder, cryptography: nodeCryptography }));
    expect(await broken.sign({ tbs: must(write()), now: TEST_NOW })).toEqual({ ok: false, error: { code: 'signer-fault' } });
  });
});

test('a responder certificate of more than a quarter is not signed, because nobody can revoke it', async () => {
  const { issuing, issuingKey } = authority;
  const { key } = await generateSigningKey();
  const request = { serial: authority.serial(), publicKey: must(readPublicKeyInfo(key.publicKey)), subject: { commonName: 'OCSP' } };
  const responders = must(createResponderSigner({ key: issuingKey, issuer: issuing, cryptography: nodeCryptography }));
  const lasting = (milliseconds: number) => {
    const validity = { notBefore: TEST_NOW, notAfter: TEST_NOW + milliseconds };
    const tbs = must(writeResponder({ ...request, validity, issuer: issuing }, nodeCryptography));
    return responders.sign({ tbs, now: TEST_NOW });
  };
  // Both ends count.
  expect((await lasting(92 * DAY_MS - 1000)).ok).toBe(true);
  expect(await lasting(92 * DAY_MS)).toEqual({ ok: false, error: { code: 'signer-objects', objection: 'lifetime' } });
});

describe('caches', () => {
  const wish = (der: Bytes) => ({
    der,
    thisUpdate: TEST_NOW,
    nextUpdate: TEST_NOW + DAY_MS,
    nonce: undefined,
    now: TEST_NOW + HOUR_MS,
    ceilingSeconds: 3600,
    digests: nodeCryptography,
  });

  test('keep no answer to a nonce and none that is over', async () => {
    const der = await signed();
    expect(ocspCaching({ ...wish(der), nonce: new Uint8Array(16) })).toEqual({ kind: 'never' });
    expect(ocspCaching({ ...wish(der), now: TEST_NOW + DAY_MS })).toEqual({ kind: 'never' });
    expect(ocspCaching({ ...wish(der), ceilingSeconds: 0 })).toEqual({ kind: 'never' });
  });

  test('keep another until its next update, and no longer than the operator wants', async () => {
    const der = await signed();
    const etag = toHex(nodeCryptography.sha256(der));
    const until = (maxAgeSeconds: number) => ({
      kind: 'until',
      maxAgeSeconds,
      etag,
      lastModified: TEST_NOW,
      expires: TEST_NOW + HOUR_MS + maxAgeSeconds * 1000,
    });
    expect(ocspCaching(wish(der))).toEqual(until(3600));
    expect(ocspCaching({ ...wish(der), ceilingSeconds: 1_000_000 })).toEqual(until(23 * 3600));
  });
});

describe('the reader of answers', () => {
  test('never throws, and whatever octet is changed the answer is refused or its signature does not hold', async () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => {
        const response = decodeOcspResponse(octets);
        if (response.ok) expect(response.value.status).not.toBe('successful');
      }),
      { numRuns: 1000 },
    );
    const der = await signed({ nonce: new Uint8Array(16) });
    const { answer } = decoded(der);
    const at = toHex(der).indexOf(toHex(answer.octets)) / 2;
    fc.assert(
      fc.property(fc.nat(answer.octets.length - 1), fc.integer({ min: 1, max: 255 }), (offset, by) => {
        const changed = decodeOcspResponse(der.with(at + offset, (der[at + offset] ?? 0) ^ by));
        if (!changed.ok || changed.value.status !== 'successful') return;
        const { answer: found, signature } = changed.value;
        const check = { publicKey: responder.publicKey, algorithm: 'ecdsa-sha256', message: found.octets, signature } as const;
        expect(nodeCryptography.signatureHolds(check)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test('refuses what is larger than any answer of ours, and a success without a body', () => {
    expect(decodeOcspResponse(new Uint8Array(65_537))).toEqual({ ok: false, error: { code: 'ocsp-response-too-large' } });
    expect(decodeOcspResponse(fromHex('30030a0100'))).toEqual({ ok: false, error: { code: 'ocsp-response-malformed' } });
    expect(decodeOcspResponse(fromHex('30030a0105'))).toEqual({ ok: true, value: { status: 'other-failure' } });
  });
});
