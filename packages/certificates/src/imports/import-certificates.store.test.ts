import { generateKeyPairSync } from 'node:crypto';
import { pemChain, pkcs7Bundle, toPem } from '@sallyport/pki';
import { type TestAuthority, makeTestAuthority } from '@sallyport/pki/testing';
import { eachEngine } from '@sallyport/platform/testing';
import { beforeAll, expect, test } from 'vitest';
import {
  type CertificateId,
  type ForeignFile,
  IMPORT_LIMITS,
  type Person,
  deactivateCertificate,
  expireDue,
  importCertificates,
  isRefusal,
  issueDueLists,
  revokeCertificate,
  searchInventory,
  viewCertificate,
  viewReport,
} from '../index.ts';
import { type TestOffice, askOcsp, certificateRow, issuedCertificate, listedSerials, testOffice } from '../testing/index.ts';

const NOW = Date.UTC(2026, 9, 1, 12);
const DAY_MS = 86_400_000;

let theirs: TestAuthority;
beforeAll(async () => {
  theirs = await makeTestAuthority({ now: NOW });
});

async function brought(office: TestOffice, content: string | Uint8Array, person: Person = office.staff.requester) {
  const outcome = await importCertificates(office.ports, { person, files: [{ name: 'bundle.pem', content }] });
  if (isRefusal(outcome)) throw new Error(`${outcome.code}: ${outcome.reason}`);
  return outcome;
}

function refusedOf(office: TestOffice, files: readonly ForeignFile[], person: Person = office.staff.requester) {
  return importCertificates(office.ports, { person, files });
}

async function found(office: TestOffice, search: string, person: Person = office.staff.auditor) {
  const page = await searchInventory(office.ports, {
    person,
    wish: { search, status: undefined, order: 'ends', after: undefined },
    limit: 10,
  });
  if (isRefusal(page)) throw new Error(page.code);
  return page.certificates;
}

const count = async (office: TestOffice) =>
  (await office.database.query.selectFrom('certificate').select('certificate_id').execute()).length;

eachEngine('certificates that somebody else issued', (open) => {
  test('certificate revoked by uploading a duplicate row: bringing a copy of somebody’s certificate gives no way to revoke it, nor says anything of it to the world', async () => {
    const office = await testOffice(open);
    const { certificateId, serial } = await issuedCertificate(office);
    const der = new Uint8Array((await certificateRow(office, certificateId)).der ?? []);
    const { stranger } = office.staff;
    const { report } = await brought(office, der, stranger);
    const copy = report.taken[0]?.certificateId ?? ('' as CertificateId);
    expect(await revokeCertificate(office.ports, { person: stranger, certificateId: copy, reason: 'key-compromise' })).toMatchObject({
      code: 'not-ours',
      status: 409,
    });
    const view = await viewCertificate(office.ports, { person: stranger, certificateId: copy });
    expect(view).toMatchObject({ origin: 'import', acts: ['tell-others', 'deactivate'], serial });
    expect(await deactivateCertificate(office.ports, { person: stranger, certificateId: copy })).toEqual({ kind: 'deactivated' });
    expect(await revokeCertificate(office.ports, { person: stranger, certificateId: copy, reason: 'unspecified' })).toMatchObject({
      code: 'not-ours',
    });
    await issueDueLists(office.ports);
    expect(await listedSerials(office)).toEqual([]);
    expect(await askOcsp(office, { serial })).toMatchObject({ status: { state: 'good' } });
    expect(await certificateRow(office, certificateId)).toMatchObject({ status: 'ACTIVE' });
    expect(await found(office, serial)).toMatchObject([{ certificateId, origin: 'request' }]);
  });

  test('with a private key among them nothing is kept, not of the other files either, and the log has no line of the key', async () => {
    const office = await testOffice(open);
    const key = '-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEG\n-----END PRIVATE KEY-----';
    const files = [
      { name: 'good.pem', content: await theirs.issue(['a.example']) },
      { name: 'haproxy.pem', content: `${key}\n${toPem('CERTIFICATE', await theirs.issue(['b.example']))}` },
    ];
    expect(await refusedOf(office, files)).toMatchObject({ code: 'import-private-key' });
    const bare = new Uint8Array(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'der', type: 'pkcs8' }));
    expect(await refusedOf(office, [...files.slice(0, 1), { name: 'server.der', content: bare }])).toMatchObject({
      code: 'import-private-key',
    });
    expect(await count(office)).toBe(0);
    const audit = await office.database.query.selectFrom('audit_event').selectAll().execute();
    expect(JSON.stringify(audit)).not.toContain('MIGHAgEAMBMGByqGSM49AgEG');
  });

  test('somebody without the role or the second factor brings nothing, and nothing is read for them', async () => {
    const office = await testOffice(open);
    const { auditor, administrator, approver, requester } = office.staff;
    const files = [{ name: 'a.pem', content: 'no certificate' }];
    expect(await refusedOf(office, files, auditor)).toMatchObject({ code: 'role-missing' });
    expect(await refusedOf(office, files, administrator)).toMatchObject({ code: 'role-missing' });
    expect(await refusedOf(office, files, { ...requester, level: 1 })).toMatchObject({ code: 'step-up-needed' });
    expect(await refusedOf(office, files, approver)).toMatchObject({ kind: 'imported' });
  });

  test('too many files or certificates, or none at all, are refused before anything is kept', async () => {
    const office = await testOffice(open);
    const der = await theirs.issue(['a.example']);
    const file = { name: 'a.cer', content: der };
    expect(await refusedOf(office, [])).toMatchObject({ code: 'nothing-to-import' });
    expect(
      await refusedOf(
        office,
        Array.from({ length: IMPORT_LIMITS.files + 1 }, () => file),
      ),
    ).toMatchObject({ code: 'import-too-large' });
    const half = { name: 'half.p7b', content: pkcs7Bundle(Array.from({ length: 60 }, () => der)) };
    expect(await refusedOf(office, [half, half])).toMatchObject({
      code: 'import-too-large',
      details: { limit: IMPORT_LIMITS.certificates },
    });
    expect(await count(office)).toBe(0);
  });

  test('of the same certificate brought many times at the same moment one is kept, and one of ours is recognised', async () => {
    const office = await testOffice(open);
    const der = await theirs.issue(['a.example']);
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => brought(office, pemChain([der, der]))));
    expect(outcomes.flatMap(({ report }) => report.taken)).toHaveLength(1);
    expect(outcomes.flatMap(({ report }) => report.left.map(({ fault }) => fault))).toEqual(Array(15).fill('there-already'));
    const { certificateId } = await issuedCertificate(office);
    const ours = new Uint8Array((await certificateRow(office, certificateId)).der ?? []);
    expect((await brought(office, ours)).report.left).toMatchObject([{ fault: 'there-already', name: 'www.harbour.example' }]);
    // Elsewhere it is not.
    expect((await brought(office, der, office.staff.stranger)).report.taken).toHaveLength(1);
  });

  test('everything that was not taken is named with its reason, and what stands beside it is taken', async () => {
    const office = await testOffice(open);
    const leaf = await theirs.issue(['www.quay.example', '192.0.2.7']);
    const text = [
      pemChain([theirs.root.certificate.der]),
      toPem('CERTIFICATE', leaf).replace(/\n.{10}/, '\nAAAAAAAAAA'),
      toPem('X509 CRL', leaf),
      toPem('CERTIFICATE', leaf),
    ].join('');
    const files = [
      { name: 'mixed\u202E.pem', content: text },
      { name: 'word.txt', content: 'no certificate' },
      { name: 'huge.der', content: new Uint8Array(1_048_577).fill(0x30) },
    ];
    const outcome = await refusedOf(office, files);
    if (isRefusal(outcome)) throw new Error(outcome.code);
    expect(outcome.report.left).toEqual([
      { file: '', place: 1, name: 'Example Root', fault: 'is-a-ca' },
      { file: '', place: 2, name: '', fault: 'certificate-malformed' },
      { file: '', place: 3, name: 'X509 CRL', fault: 'other-label' },
      { file: 'word.txt', place: 0, name: '', fault: 'unpack-malformed' },
      { file: 'huge.der', place: 0, name: '', fault: 'unpack-too-large' },
    ]);
    expect(outcome.report.taken).toMatchObject([{ place: 4, name: 'www.quay.example' }]);
    const { requester: person, approver } = office.staff;
    const { reportId } = outcome;
    expect(await viewReport(office.ports, { person, reportId })).toMatchObject({ report: outcome.report });
    expect(await viewReport(office.ports, { person: approver, reportId })).toMatchObject({ code: 'report-not-found' });
  });

  test('it is found by its names and serial, says who issued it, and is watched to its end', async () => {
    const office = await testOffice(open);
    const leaf = await theirs.issue(['www.quay.example', '192.0.2.7']);
    await brought(office, toPem('PKCS7', pkcs7Bundle([leaf, theirs.root.certificate.der])));
    const [line] = await found(office, 'quay');
    expect(line).toMatchObject({
      status: 'ACTIVE',
      issuer: 'CN=Example Issuing CA,O=Example,C=AT',
      names: ['www.quay.example', '192.0.2.7'],
    });
    expect(await found(office, (line?.serial ?? '').slice(0, 10))).toHaveLength(1);
    expect(await found(office, 'quay', office.staff.stranger)).toEqual([]);
    const view = await viewCertificate(office.ports, {
      person: office.staff.auditor,
      certificateId: line?.certificateId ?? ('' as CertificateId),
    });
    expect(view).toMatchObject({ events: [{ what: 'imported', person: 'ada' }], requester: 'ada' });
    // Whoever is told of ends is told of this one.
    expect((await certificateRow(office, line?.certificateId ?? ('' as CertificateId))).notice_due_at).toBeGreaterThan(NOW);
    office.clock.advance(91 * DAY_MS);
    expect(await expireDue(office.ports)).toBe(1);
    expect(await found(office, 'quay')).toMatchObject([{ status: 'EXPIRED' }]);
    expect((await brought(office, await theirs.issue(['old.example']))).report.taken).toHaveLength(1);
    expect(await found(office, 'old')).toMatchObject([{ status: 'EXPIRED' }]);
  });
});
