import { X509Certificate } from 'node:crypto';
import { eachEngine } from '@sallyport/platform/testing';
import { expect, test } from 'vitest';
import { describeAuthorities, issueDue, issueDueLists, revokeAuthority } from '../index.ts';
import {
  type TestOffice,
  approvedRequest,
  askOcsp,
  dieIssuing,
  certificateRow,
  issuedCertificate,
  listOf,
  listedSerials,
  portsOn,
  revokeForTest,
  testOffice,
} from '../testing/index.ts';

async function issuerOf(office: TestOffice, { certificateId }: { readonly certificateId: Parameters<typeof certificateRow>[1] }) {
  const { authority_id, der } = await certificateRow(office, certificateId);
  const leaf = new X509Certificate(der ?? new Uint8Array());
  const chain = office.ports.provider.chain(new Uint8Array(der ?? [])).map((above) => new X509Certificate(above));
  const [issuing, root] = chain;
  const holds = issuing !== undefined && root !== undefined && leaf.verify(issuing.publicKey) && issuing.verify(root.publicKey);
  return { authorityId: authority_id, holds, pointers: leaf.infoAccess };
}

eachEngine('the CAs of an installation', (open) => {
  test('the next CA issues from now on, and the old one goes on vouching for its own: chain, lists and answers go by the issuer', async () => {
    const office = await testOffice(open);
    const old = await issuedCertificate(office, 'old.example');
    await office.ports.authorities.roll();
    const young = await issuedCertificate(office, 'young.example');
    expect(await issuerOf(office, old)).toMatchObject({ authorityId: 'issuing', holds: true });
    expect(await issuerOf(office, young)).toMatchObject({
      authorityId: 'issuing-2',
      holds: true,
      pointers: expect.stringContaining('/issuing-2.cer') as string,
    });
    expect(await askOcsp(office, { serial: old.serial })).toMatchObject({ status: { state: 'good' } });
    expect(await askOcsp(office, { serial: young.serial, authorityId: 'issuing-2' })).toMatchObject({ status: { state: 'good' } });
    // The serial of one CA is nothing to the other.
    expect(await askOcsp(office, { serial: young.serial })).toMatchObject({ status: { state: 'unknown' } });
    for (const { certificateId } of [old, young]) await revokeForTest(office, certificateId);
    await issueDueLists(office.ports);
    expect(await listedSerials(office, 'issuing')).toEqual([old.serial]);
    expect(await listedSerials(office, 'issuing-2')).toEqual([young.serial]);
  });

  test('processes that roll at the same moment have the same CA, and one that did not roll answers for it', async () => {
    const office = await testOffice(open);
    const others = await Promise.all(Array.from({ length: 3 }, () => portsOn(office.ports as Parameters<typeof portsOn>[0])));
    const [asleep, ...rolling] = others;
    await Promise.all(rolling.map((ports) => ports.authorities.roll()));
    await office.ports.authorities.refresh();
    expect((await describeAuthorities(office.ports)).map(({ authorityId, state }) => [authorityId, state])).toEqual([
      ['root', 'issues'],
      ['issuing', 'vouches'],
      ['issuing-2', 'issues'],
    ]);
    const { serial } = await issuedCertificate(office);
    if (asleep === undefined) throw new Error('nobody slept');
    expect(asleep.authorities.find('issuing-2')).toBeUndefined();
    await asleep.authorities.refresh();
    expect(await askOcsp({ ports: asleep }, { serial, authorityId: 'issuing-2' })).toMatchObject({ status: { state: 'good' } });
  });

  test('an issue that was begun under the old CA is finished under it', async () => {
    const office = await testOffice(open);
    const certificateId = await approvedRequest(office);
    await dieIssuing(office, certificateId);
    await office.ports.authorities.roll();
    office.clock.advance(60_000);
    expect(await issueDue(office.ports)).toBe(1);
    expect(await issuerOf(office, { certificateId })).toMatchObject({ authorityId: 'issuing', holds: true });
  });

  test('the CA that issues cannot be revoked; one before it can, once, and the list of the root says so', async () => {
    const office = await testOffice(open);
    const reason = 'key-compromise';
    expect(await revokeAuthority(office.ports, { authorityId: 'issuing', reason })).toBe('in-use');
    expect(await revokeAuthority(office.ports, { authorityId: 'root', reason })).toBe('not-found');
    await issueDueLists(office.ports);
    expect(await listOf(office, 'root')).toMatchObject({ number: 1n, entries: [] });
    await office.ports.authorities.roll();
    office.clock.advance(1000);
    const at = office.clock.now();
    expect(await revokeAuthority(office.ports, { authorityId: 'issuing', reason: 'bad luck' })).toBe('reason-unknown');
    expect(await revokeAuthority(office.ports, { authorityId: 'issuing', reason })).toBe('revoked');
    expect(await revokeAuthority(office.ports, { authorityId: 'issuing', reason })).toBe('revoked-before');
    await issueDueLists(office.ports);
    expect(await listOf(office, 'root')).toMatchObject({ number: 2n, entries: [{ revokedAt: at, reason }] });
    const first = (await describeAuthorities(office.ports)).find(({ authorityId }) => authorityId === 'issuing');
    expect(await listedSerials(office, 'root')).toEqual([first?.serialHex]);
    expect(first?.state).toBe('revoked');
  });

  test('nothing is finished under a CA that was revoked meanwhile', async () => {
    const office = await testOffice(open);
    const certificateId = await approvedRequest(office);
    await dieIssuing(office, certificateId);
    await office.ports.authorities.roll();
    await revokeAuthority(office.ports, { authorityId: 'issuing', reason: 'ca-compromise' });
    office.clock.advance(60_000);
    await issueDue(office.ports);
    expect(await certificateRow(office, certificateId)).toMatchObject({ status: 'FAILED', der: null });
  });
});
