import { type DecodedCertificate, decodeCertificate, fingerprintsOf, signRequest } from '@sallyport/pki';
import { nodeCryptography } from '@sallyport/pki/node-cryptography';
import { makeCsr, must } from '@sallyport/pki/testing';
import type { EmailAddress } from '@sallyport/platform';
import { eachEngine } from '@sallyport/platform/testing';
import { expect, test } from 'vitest';
import { currentOf } from '../authority/own-authorities.ts';
import { describeAuthorities, importList, issueDueLists, revokeAuthority, signOfflineList, tellOperator } from '../index.ts';
import { type TestOffice, issuedCertificate, listOf, listedSerials, testOffice } from '../testing/index.ts';
import { type OfflineCeremony, offlineCeremony } from '../testing/offline-ceremony.ts';

const sha256Of = (certificate: DecodedCertificate) => fingerprintsOf(certificate.der, nodeCryptography).sha256;

async function askedBy({ ports }: TestOffice, { root }: OfflineCeremony) {
  return ports.authorities.request(root.certificate);
}

async function signedFor(office: TestOffice, ceremony: OfflineCeremony, wish: Parameters<OfflineCeremony['signIssuing']>[0] | object = {}) {
  const asked = await askedBy(office, ceremony);
  return must(decodeCertificate(must(await ceremony.signIssuing({ asked, ...wish })).der));
}

function adopt({ ports }: TestOffice, issuing: DecodedCertificate, root: DecodedCertificate) {
  return ports.authorities.adopt({ issuing, root, rootFingerprint: sha256Of(root) });
}

/** An installation whose issuing CA was signed in a ceremony. */
async function officeBelow(open: Parameters<typeof testOffice>[0]) {
  const office = await testOffice(open);
  const ceremony = await offlineCeremony(office);
  const issuing = await signedFor(office, ceremony);
  expect(await adopt(office, issuing, ceremony.root.certificate)).toEqual({ kind: 'imported', authorityId: 'issuing-2', rootId: 'root-2' });
  return { office, ceremony, issuing };
}

eachEngine('an issuing CA that was signed in a ceremony', (open) => {
  test('for another key than the one that was asked for is not imported, nor is one from before the last', async () => {
    const office = await testOffice(open);
    const ceremony = await offlineCeremony(office);
    const root = ceremony.root.certificate;
    const asked = await askedBy(office, ceremony);
    const other = await signedFor(office, ceremony, { request: makeCsr({}).der });
    expect(await adopt(office, other, root)).toEqual({ kind: 'mistaken', mistake: 'key-not-requested' });
    const late = must(decodeCertificate(must(await ceremony.signIssuing({ asked })).der));
    await office.ports.authorities.roll();
    expect(await adopt(office, late, root)).toEqual({ kind: 'mistaken', mistake: 'key-not-requested' });
    expect((await describeAuthorities(office.ports)).map(({ authorityId }) => authorityId)).toEqual(['root', 'issuing', 'issuing-2']);
  });

  test('of another root than the one on paper is not imported, and no signature is taken for that of another', async () => {
    const office = await testOffice(open);
    const [ceremony, forger] = [await offlineCeremony(office), await offlineCeremony(office)];
    const forged = await signedFor(office, forger);
    const [ours, theirs] = [ceremony.root.certificate, forger.root.certificate];
    const { authorities } = office.ports;
    expect(await authorities.adopt({ issuing: forged, root: theirs, rootFingerprint: sha256Of(ours) })).toEqual({
      kind: 'root-not-chosen',
    });
    expect(await authorities.adopt({ issuing: forged, root: theirs, rootFingerprint: undefined })).toEqual({ kind: 'root-not-chosen' });
    // The same name, another key.
    expect(await adopt(office, forged, ours)).toEqual({ kind: 'mistaken', mistake: 'chain-does-not-hold' });
    const own = authorities.find('root')?.issuer.certificate ?? ours;
    expect(await adopt(office, forged, own)).toEqual({ kind: 'root-is-here' });
    const issuing = await signedFor(office, ceremony);
    expect(await adopt(office, issuing, issuing)).toEqual({ kind: 'mistaken', mistake: 'root-not-a-root' });
  });

  test('whose name is taken, or that points somewhere else, is not imported', async () => {
    const office = await testOffice(open);
    const ceremony = await offlineCeremony(office);
    const taken = { organization: 'Northwind Harbour Authority', commonName: 'Northwind Harbour Authority Issuing CA' };
    const root = ceremony.root.certificate;
    expect(await adopt(office, await signedFor(office, ceremony, taken), root)).toEqual({ kind: 'mistaken', mistake: 'name-taken' });
    const pointers = { crl: ['http://elsewhere.example/root.crl'], ocsp: [], issuer: ['http://elsewhere.example/root.cer'] };
    expect(await adopt(office, await signedFor(office, ceremony, { pointers }), root)).toEqual({
      kind: 'mistaken',
      mistake: 'pointers-elsewhere',
    });
  });

  test('issues from its import on, under its own root; the one before vouches on, and no CA is made here any more', async () => {
    const { office, ceremony, issuing } = await officeBelow(open);
    const { serial } = await issuedCertificate(office);
    expect(serial).toMatch(/^[0-9a-f]+$/);
    expect(office.ports.provider.chain().map((der) => sha256Of(must(decodeCertificate(der))))).toEqual([
      sha256Of(issuing),
      sha256Of(ceremony.root.certificate),
    ]);
    expect(await office.ports.authorities.roll()).toBe('root-is-offline');
    const described = await describeAuthorities(office.ports);
    expect(described.map(({ authorityId, key, rootId, state }) => [authorityId, key, rootId, state])).toEqual([
      ['root', 'here', 'root', 'issues'],
      ['root-2', 'elsewhere', 'root-2', 'issues'],
      ['issuing', 'here', 'root', 'vouches'],
      ['issuing-2', 'here', 'root-2', 'issues'],
    ]);
  });

  test('is followed by another below the same root, for a key of its own', async () => {
    const { office, ceremony, issuing } = await officeBelow(open);
    expect(await adopt(office, issuing, ceremony.root.certificate)).toEqual({ kind: 'mistaken', mistake: 'key-not-requested' });
    const next = await signedFor(office, ceremony);
    const { authorities } = office.ports;
    const outcome = await authorities.adopt({ issuing: next, root: ceremony.root.certificate, rootFingerprint: undefined });
    expect(outcome).toEqual({ kind: 'imported', authorityId: 'issuing-3', rootId: 'root-2' });
  });
});

eachEngine('the list of a root whose key is elsewhere', (open) => {
  test('is not made here, and what is revoked below one root is not in the list of another', async () => {
    const { office, ceremony } = await officeBelow(open);
    expect((await issueDueLists(office.ports)).map(({ authorityId }) => authorityId)).toEqual(['root', 'issuing', 'issuing-2']);
    await signAndImport(office, ceremony);
    expect(await revokeAuthority(office.ports, { authorityId: 'issuing', reason: 'superseded' })).toBe('revoked');
    office.clock.advance(1000);
    await issueDueLists(office.ports);
    expect(await listedSerials(office, 'root')).toHaveLength(1);
    const next = await signAndImport(office, ceremony);
    expect(next).toEqual({ kind: 'imported', rootId: 'root-2', number: 2, stillToList: [] });
    expect(await listedSerials(office, 'root-2')).toEqual([]);
  });

  test('that comes to its end is told to the operator by one process, weekly and then daily, until the next one is there', async () => {
    const { office, ceremony } = await officeBelow(open);
    const ports = { ...office.ports, operatorMail: 'operator@example.test' as EmailAddress };
    const told = async () => {
      const outcomes = await Promise.all(Array.from({ length: 5 }, () => tellOperator(ports)));
      await office.mails();
      return outcomes.flat();
    };
    expect(await told()).toMatchObject([{ about: 'list', authorityId: 'root-2', endsAt: undefined }]);
    await signAndImport(office, ceremony);
    expect(await told()).toEqual([]);
    const days = async (count: number) => {
      office.clock.advance(count * 86_400_000);
      return (await told()).length;
    };
    // A list of the ceremony stands for two hundred days.
    expect([await days(169), await days(1), await days(6), await days(1)]).toEqual([0, 1, 0, 1]);
    expect([await days(16), await days(1), await days(1)]).toEqual([1, 1, 1]);
    expect(await days(10)).toBe(1);
    const mails = (await office.mails()).filter(({ to }) => to === 'operator@example.test');
    expect(mails.map(({ subject }) => subject).slice(-2)).toEqual([
      'The list of the root root-2 ends soon',
      'The root root-2 has no list in force',
    ]);
    expect(mails.at(-1)?.text).toContain('sallyport ca import-list');
    await signAndImport(office, ceremony);
    expect(await days(1)).toBe(0);
  });

  test('of another root, of another day, of a lower number or of no form is refused', async () => {
    const { office, ceremony } = await officeBelow(open);
    const forger = await offlineCeremony(office);
    expect(await importList(office.ports, must(await forger.signList()).der)).toEqual({ kind: 'of-another-root' });
    expect(await importList(office.ports, Uint8Array.of(0x30, 0))).toEqual({ kind: 'malformed' });
    const first = must(await ceremony.signList());
    await signAndImport(office, ceremony);
    expect(await importList(office.ports, first.der)).toEqual({ kind: 'not-newer' });
    const third = must(await ceremony.signList({ days: 1 }));
    office.clock.advance(2 * 86_400_000);
    expect(await importList(office.ports, third.der)).toEqual({ kind: 'not-of-now' });
    expect(await listOf(office, 'root-2')).toMatchObject({ number: 2n });
  });

  test('that revokes the CA that issues now waits for the next one, so that none from before issues again', async () => {
    const { office, ceremony, issuing } = await officeBelow(open);
    const list = must(await ceremony.signList({ revoked: { certificate: issuing, reason: 'key-compromise' } }));
    expect(await importList(office.ports, list.der)).toEqual({ kind: 'in-use', authorityId: 'issuing-2' });
    expect(currentNameOf(office)).toBe('issuing-2');
    await adopt(office, await signedFor(office, ceremony), ceremony.root.certificate);
    expect(await importList(office.ports, list.der)).toMatchObject({ kind: 'imported' });
    const described = await describeAuthorities(office.ports);
    expect(described.slice(2).map(({ authorityId, state }) => [authorityId, state])).toEqual([
      ['issuing', 'vouches'],
      ['issuing-2', 'revoked'],
      ['issuing-3', 'issues'],
    ]);
    expect(await listedSerials(office, 'root-2')).toEqual([issuing.serialHex]);
  });

  test('revokes here what it revokes, says what is still to be said, and never forgets', async () => {
    const { office, ceremony, issuing } = await officeBelow(open);
    const next = await signedFor(office, ceremony);
    await adopt(office, next, ceremony.root.certificate);
    const copy = must(await ceremony.signList());
    expect(await importList(office.ports, copy.der)).toMatchObject({ kind: 'imported' });
    expect(await revokeAuthority(office.ports, { authorityId: 'issuing-2', reason: 'key-compromise' })).toBe('revoked');
    expect(await signAndImport(office, ceremony)).toMatchObject({ kind: 'imported', stillToList: ['issuing-2'] });
    expect(await ceremony.signList({ revoked: { certificate: ceremony.root.certificate, reason: 'superseded' } })).toMatchObject({
      error: { code: 'not-signed-by-this-root' },
    });
    office.clock.advance(1000);
    const revoked = { certificate: issuing, reason: 'key-compromise' } as const;
    const said = must(await ceremony.signList({ revoked }));
    expect(await importList(office.ports, said.der)).toMatchObject({ kind: 'imported', number: 3, stillToList: [] });
    expect(await ceremony.signList({ revoked })).toMatchObject({ error: { code: 'revoked-before' } });
    expect(await listedSerials(office, 'root-2')).toEqual([issuing.serialHex]);
    // By the key of the root, beside its transcript: a list that leaves out what one before it said.
    const { key, root } = ceremony;
    const transcript = ceremony.transcript();
    const forged = transcript.entries.map((entry) => (entry.step === 'sign-list' ? { ...entry, listNumber: 9, entries: [] } : entry));
    const forgetful = must(await signOfflineList(office.ports, { key, root, transcript: { ...transcript, entries: forged } }, {}));
    expect(await importList(office.ports, forgetful.der)).toEqual({ kind: 'forgets', authorityId: 'issuing-2' });
  });
});

eachEngine('a root in a ceremony', (open) => {
  test('signs nothing that outlives it, nothing for its own key, and no CA with another below it', async () => {
    const office = await testOffice(open);
    const ceremony = await offlineCeremony(office, { days: 365 });
    const asked = await askedBy(office, ceremony);
    expect(await ceremony.signIssuing({ asked, days: 366 })).toMatchObject({ error: { code: 'lifetime-outlives-issuer' } });
    const cut = await signedFor(office, ceremony);
    expect(cut.validity.notAfter).toBe(ceremony.root.validity.notAfter);
    const own = must(await signRequest({ key: ceremony.key, cryptography: nodeCryptography }));
    expect(await ceremony.signIssuing({ asked, request: own })).toMatchObject({ error: { code: 'signer-objects', objection: 'key' } });
    const subCa = await signedFor(office, ceremony, { request: makeCsr({ asksForCa: 'yes' }).der });
    expect(subCa.basicConstraints).toEqual({ isCa: true, pathLength: 0 });
    expect(ceremony.transcript().entries.map(({ step }) => step)).toEqual(['make-root', 'sign-issuing', 'sign-issuing']);
    expect(cut.basicConstraints).toEqual({ isCa: true, pathLength: 0 });
  });
});

function currentNameOf({ ports }: TestOffice): string | undefined {
  return currentOf(ports.authorities)?.authorityId;
}

async function signAndImport(office: TestOffice, ceremony: OfflineCeremony) {
  return importList(office.ports, must(await ceremony.signList()).der);
}
