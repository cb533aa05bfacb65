import { X509Certificate } from 'node:crypto';
import { beforeEach, expect, test, vi } from 'vitest';
import { type CommandRun, commandWorld } from '../testing/command-world.ts';
import { ca } from './ca.ts';
import { migrate } from './migrate.ts';

let run: (...given: readonly string[]) => Promise<CommandRun>;
beforeEach(async () => {
  const world = await commandWorld();
  run = (...given) => world.run(ca, given);
  await world.run(migrate, []);
});

function certificatesIn(pem: string): readonly X509Certificate[] {
  return (pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).map((one) => new X509Certificate(one));
}

test('what changes the CA has to be said twice, and what is written otherwise changes nothing', async () => {
  const before = await run('show');
  for (const given of [
    [],
    ['nothing'],
    ['roll-issuing'],
    ['roll-issuing', '--yes', '--yes'],
    ['show', 'all'],
    ['export-chain', '--all'],
    ['acme-register'],
    ['acme-show', 'all'],
    ['revoke-issuing', 'issuing', '--yes'],
    ['revoke-issuing', 'issuing', '--reason', 'key-compromise'],
  ]) {
    const { exit, says } = await run(...given);
    expect({ given, exit, usage: says.startsWith('Usage:\n  sallyport ca ') }).toEqual({ given, exit: 2, usage: true });
  }
  expect(await run('show')).toEqual(before);
});

test('the CA is shown with the fingerprint that openssl prints, and its chain is what it shows', async () => {
  const { says } = await run('show');
  const [issuing, root] = certificatesIn((await run('export-chain')).says);
  expect(root && issuing?.verify(root.publicKey)).toBe(true);
  for (const certificate of [issuing, root]) expect(says).toContain(`sha256  ${certificate?.fingerprint256 ?? ''}`);
  expect(says).toContain('Northwind Harbour Authority Root');
  expect(await run('export-chain', 'issuing-2')).toEqual({ exit: 1, says: 'There is no issuing CA "issuing-2".\n' });
});

test('the next CA issues; the one before it is still exported by name, and can be revoked, once', async () => {
  const revoke = ['revoke-issuing', 'issuing', '--reason', 'key-compromise', '--yes'];
  expect((await run(...revoke)).says).toContain('It issues now.');
  const [old] = certificatesIn((await run('export-chain')).says);
  const rolled = await run('roll-issuing', '--yes');
  expect(rolled.exit).toBe(0);
  expect(rolled.says).toContain('issuing-2');
  const [young, root] = certificatesIn((await run('export-chain')).says);
  expect(young?.fingerprint256).not.toBe(old?.fingerprint256);
  expect(root && young?.verify(root.publicKey)).toBe(true);
  expect(certificatesIn((await run('export-chain', 'issuing')).says)[0]?.fingerprint256).toBe(old?.fingerprint256);
  expect((await run('show')).says).toContain('issues no more, and vouches for what it issued');
  expect((await run('revoke-issuing', 'issuing', '--reason', 'weather', '--yes')).says).toContain('none of the reasons');
  expect((await run(...revoke)).exit).toBe(0);
  expect(await run(...revoke)).toEqual({ exit: 1, says: 'It was revoked before.\n' });
  const shown = (await run('show')).says;
  expect(shown).toContain('state   revoked');
  expect(shown).toMatch(/^root\n(?: {2}.*\n)* {2}list {4}number 2,/m);
});

test('many are counted before they are revoked, and there is nothing to go on with when nothing was begun', async () => {
  const order = ['revoke-many', '--reason', 'ca-compromise', '--ca', 'issuing'];
  expect(await run(...order)).toEqual({ exit: 0, says: '0 certificates would be revoked. Nothing was done: say --yes as well.\n' });
  expect((await run(...order, '--reissue', '--yes')).says).toContain('That CA issues now.');
  expect((await run('revoke-many', '--reason', 'superseded', '--yes')).says).toContain('Say which');
  expect(await run('revoke-many', '--continue')).toEqual({ exit: 1, says: 'There is nothing to go on with.\n' });
  for (const given of [['--from', 'yesterday'], ['--from', '2026-13-01'], ['--continue']])
    expect((await run(...order, ...given)).exit).toBe(2);
  await run('roll-issuing', '--yes');
  expect(await run(...order, '--reissue', '--yes')).toEqual({
    exit: 0,
    says: '0 of 0\n0 certificates are revoked, and the lists say so.\n',
  });
});

test('without a CA elsewhere there is nothing to show, and nobody registers anywhere', async () => {
  expect(await run('acme-show')).toEqual({ exit: 0, says: 'There is no account at a CA elsewhere.\n' });
  expect(await run('acme-register', '--yes')).toEqual({
    exit: 1,
    says: 'There is no CA elsewhere: SALLYPORT_ACME_DIRECTORY is not set.\n',
  });
});

test('an account that a CA did not make is told as such, with what stood in the way', async () => {
  vi.stubEnv('SALLYPORT_ACME_DIRECTORY', 'https://127.0.0.1:9/directory');
  const { exit, says } = await run('acme-register', '--yes');
  expect([exit, says]).toEqual([1, 'https://127.0.0.1:9/directory did not make an account: unreachable: connection-failed\n']);
});
