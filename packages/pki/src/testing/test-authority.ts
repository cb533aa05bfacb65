import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { type IssuingCaRequest, writeIssuingCa, writeResponder, writeRoot } from '../certificates/authority.ts';
import { type Issuer, readIssuer } from '../certificates/issuer.ts';
import { type LeafRequest, type Pointers, writeLeaf } from '../certificates/leaf.ts';
import { newSerial } from '../certificates/serial.ts';
import { DAY_MS, type Instant, SECOND_MS, midnight } from '../instant.ts';
import { type PublicKey, readPublicKeyInfo } from '../keys/public-key.ts';
import { type Identifier, parseIdentifier } from '../names/identifiers.ts';
import { generateSigningKey, loadSigningKey, nodeCryptography } from '../node-cryptography/index.ts';
import type { Bytes } from '../octets.ts';
import type { SigningKey } from '../ports.ts';
import type { CertificateProfile } from '../profiles/profile.ts';
import { privateProfile } from '../profiles/private-trust.ts';
import { chooseValidity, limitsAt } from '../profiles/rules.ts';
import { createCeremonySigner } from '../signer/ceremony-signer.ts';
import { type LeafSigner, createLeafSigner } from '../signer/leaf-signer.ts';
import { createResponderSigner } from '../signer/responder-signer.ts';
import { must } from './must.ts';
import { seededRandomness } from './seeded-randomness.ts';

/** A moment after every date in the public calendar but the last. */
export const TEST_NOW: Instant = midnight(2027, 6, 1) + 12 * 3600 * SECOND_MS;

export const TEST_POINTERS = {
  crl: ['http://pki.example.test/ca.crl'],
  ocsp: ['http://ocsp.example.test/'],
  issuer: ['http://pki.example.test/ca.cer'],
};

/** A root, an issuing CA below it and a responder, all P-256, made anew; chance but for the keys is seeded. */
export interface TestAuthority {
  readonly rootKey: SigningKey;
  readonly root: Issuer;
  readonly issuingKey: SigningKey;
  readonly issuing: Issuer;
  readonly responderKey: SigningKey;
  readonly responder: Bytes;
  readonly profile: CertificateProfile;
  readonly signer: LeafSigner;
  readonly serial: () => Bytes;
  /** What `issue` would sign. */
  readonly leafRequest: (names: readonly string[], changes?: Partial<LeafRequest>) => LeafRequest;
  readonly writeLeaf: (names: readonly string[], changes?: Partial<LeafRequest>) => Bytes;
  readonly issue: (names: readonly string[], changes?: Partial<LeafRequest>) => Promise<Bytes>;
}

export interface TestAuthorityWish {
  readonly now?: Instant;
  readonly profile?: CertificateProfile;
  readonly issuing?: Partial<IssuingCaRequest>;
  /** The keys of both CAs; that of the responder is P-256. */
  readonly keys?: 'P-256' | 'P-384' | 'rsa-3072';
  readonly pointers?: Pointers;
}

export const TEST_PROFILE = must(
  privateProfile({
    id: 'private-server',
    maximumLifetimeDays: 397,
    usualLifetimeDays: 90,
    validationReuseDays: 90,
    purposes: ['serverAuth', 'clientAuth'],
    approvals: { issue: { needed: 1, of: 2 }, revoke: { needed: 0, of: 0 } },
  }),
);

export async function makeTestAuthority({
  now = TEST_NOW,
  profile = TEST_PROFILE,
  issuing = {},
  keys = 'P-256',
  pointers = TEST_POINTERS,
}: TestAuthorityWish = {}): Promise<TestAuthority> {
  const randomness = seededRandomness(`authority ${now}`);
  const serial = () => newSerial(randomness);
  const [{ key: rootKey }, { key: issuingKey }, { key: responderKey }, { key: leafKey }] = await Promise.all([
    makeCaKey(keys),
    makeCaKey(keys),
    generateSigningKey(),
    generateSigningKey(),
  ]);
  const validFor = (days: number) => ({ notBefore: now - DAY_MS, notAfter: now + days * DAY_MS });
  const ceremony = createCeremonySigner({ key: rootKey, cryptography: nodeCryptography });
  const rootTbs = must(
    writeRoot(
      {
        serial: serial(),
        publicKey: keyOf(rootKey),
        subject: { country: 'AT', organization: 'Example', commonName: 'Example Root' },
        validity: validFor(7300),
      },
      nodeCryptography,
    ),
  );
  const root = must(readIssuer(must(await ceremony.signRoot({ tbs: rootTbs, now }))));
  const issuingTbs = must(
    writeIssuingCa(
      {
        serial: serial(),
        publicKey: keyOf(issuingKey),
        subject: { country: 'AT', organization: 'Example', commonName: 'Example Issuing CA' },
        validity: validFor(3650),
        issuer: root,
        pathLength: 0,
        pointers: { crl: ['http://pki.example.test/root.crl'], ocsp: [], issuer: ['http://pki.example.test/root.cer'] },
        ...issuing,
      },
      nodeCryptography,
    ),
  );
  const issuer = must(readIssuer(must(await ceremony.signIssuingCa({ tbs: issuingTbs, now, issuer: root }))));
  const responderTbs = must(
    writeResponder(
      { serial: serial(), publicKey: keyOf(responderKey), subject: { commonName: 'Example OCSP' }, validity: validFor(30), issuer },
      nodeCryptography,
    ),
  );
  const responderSigner = must(createResponderSigner({ key: issuingKey, issuer, cryptography: nodeCryptography }));
  const responder = must(await responderSigner.sign({ tbs: responderTbs, now }));
  const signer = must(createLeafSigner({ key: issuingKey, issuer, profiles: [profile], cryptography: nodeCryptography }));
  const leafRequest = (names: readonly string[], changes: Partial<LeafRequest> = {}): LeafRequest => ({
    profile,
    issuer,
    serial: serial(),
    publicKey: keyOf(leafKey),
    identifiers: names.map(identifier),
    subject: {},
    validity: must(
      chooseValidity({
        profile,
        now,
        until: { days: must(limitsAt(profile, now)).usualLifetimeDays },
        issuerNotAfter: issuer.validity.notAfter,
      }),
    ),
    pointers,
    ...changes,
  });
  const write = (names: readonly string[], changes?: Partial<LeafRequest>) =>
    must(writeLeaf(leafRequest(names, changes), nodeCryptography));
  return {
    rootKey,
    root,
    issuingKey,
    issuing: issuer,
    responderKey,
    responder,
    profile,
    signer,
    serial,
    leafRequest,
    writeLeaf: write,
    issue: async (names, changes) => must(await signer.sign({ tbs: write(names, changes), profileId: profile.id, now })),
  };
}

async function makeCaKey(kind: 'P-256' | 'P-384' | 'rsa-3072'): Promise<{ readonly key: SigningKey }> {
  if (kind === 'P-256') return generateSigningKey();
  const { privateKey } =
    kind === 'P-384'
      ? await promisify(generateKeyPair)('ec', { namedCurve: kind })
      : await promisify(generateKeyPair)('rsa', { modulusLength: 3072 });
  return { key: loadSigningKey(privateKey.export({ format: 'der', type: 'pkcs8' })) };
}

function keyOf(key: SigningKey): PublicKey {
  return must(readPublicKeyInfo(key.publicKey));
}

function identifier(text: string): Identifier {
  return must(parseIdentifier(text));
}
