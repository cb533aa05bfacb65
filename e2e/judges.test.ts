import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RevocationReason, decodeCertificate, readOcspRequest } from '@sallyport/pki';
import { must } from '@sallyport/pki/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type JavaQuestion, askJava } from './judges/ask-java.ts';
import { FAILURES, type Gallery, type GalleryLeaf, makeGalleries } from './judges/gallery.ts';
import { NssDatabase } from './judges/nss-database.ts';
import { ResponderOverHttp } from './judges/responder-over-http.ts';
import { runProgram } from './judges/run-program.ts';

/**
 * Judges that are not ours: every certificate, list and answer of the gallery is read and verified by openssl, GnuTLS, NSS and Java, and
 * each must tell the good from the revoked. What one of them cannot do stands here too, as it is: the last test compares what all have judged with
 * the whole of judges and things.
 */
const JUDGES = ['openssl', 'GnuTLS', 'NSS', 'Java'] as const;
type Judge = (typeof JUDGES)[number];

const THINGS = {
  certificates: 'every certificate, through its chain',
  responder: 'the certificate of the responder',
  lists: 'every list, by the key of its CA',
  'full list': 'the good from the revoked, by the full list',
  shard: 'the good from the revoked, by the list of a shard',
  answers: 'every answer of OCSP, kept in a file',
  unknown: 'that a certificate is unknown to OCSP',
  failures: 'every answer of OCSP that says nothing',
  HTTP: 'OCSP over HTTP',
  bundles: 'every bundle, which it imports',
} as const;
type Thing = keyof typeof THINGS;

/** Where there is nothing to be had from a judge, and why. */
const CANNOT: Readonly<Record<string, string>> = {
  'NSS: shard': 'knows of no lists of a part, and refuses them by their critical extension, which is tested',
  'NSS: answers': 'takes no answer from a file: it asks, and every one of them is judged over HTTP',
};

const judged: string[] = [];

/** A test of what a judge says of a thing. */
function judges({ judge, thing }: { readonly judge: Judge; readonly thing: Thing }, prove: () => Promise<void>): void {
  judged.push(`${judge}: ${thing}`);
  test(THINGS[thing], prove);
}

let folder: string;
let responder: ResponderOverHttp;
let galleries: readonly Gallery[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sallyport-judges-'));
  responder = await ResponderOverHttp.open();
  const now = Math.floor(Date.now() / 1000) * 1000;
  galleries = await makeGalleries({ folder, ocspUrl: responder.url, now });
  for (const gallery of galleries) responder.answerFor(gallery);
});

afterAll(async () => {
  await responder.close();
  rmSync(folder, { recursive: true, force: true });
});

const CODES: Readonly<Record<RevocationReason, number>> = {
  unspecified: 0,
  'key-compromise': 1,
  'ca-compromise': 2,
  'affiliation-changed': 3,
  superseded: 4,
  'cessation-of-operation': 5,
  'privilege-withdrawn': 9,
};

const namesOf = ({ leaves }: Gallery, isWanted: (leaf: GalleryLeaf) => boolean = () => true) =>
  leaves.filter(isWanted).map(({ name }) => name);
const isGood = ({ state }: GalleryLeaf) => state === 'good';
const isOfShard = ({ list }: GalleryLeaf) => list === 'shard';
const asksForItself = ({ der }: GalleryLeaf) => must(decodeCertificate(der)).access?.ocspUrls.length === 1;
const pem = (name: string) => `${name}.pem`;

/** All leaves of a gallery, each as `good` or `revoked`. */
const states = (leaves: readonly GalleryLeaf[]) => leaves.map(({ name, state }) => `${name} ${state}`);

/** A question to a program for every leaf in turn. */
async function verdicts(leaves: readonly GalleryLeaf[], judge: (leaf: GalleryLeaf) => Promise<string>): Promise<readonly string[]> {
  const found: string[] = [];
  for (const leaf of leaves) found.push(`${leaf.name} ${await judge(leaf)}`);
  return found;
}

/** What a list is called and which CA made it. */
const LISTS = [
  ['full', 'issuing'],
  ['shard', 'issuing'],
  ['empty', 'issuing'],
  ['root', 'root'],
] as const;

function found(text: string, pattern: RegExp): readonly string[] {
  return Array.from(text.matchAll(pattern), ([, name = '']) => name).sort();
}

test('the gallery has certificates with and without pointers, for servers alone, and under a policy', () => {
  const decoded = galleries.flatMap(({ leaves }) => leaves.map(({ der }) => must(decodeCertificate(der))));
  const has = {
    pointers: decoded.some(({ access, crlUrls }) => access?.ocspUrls.length === 1 && crlUrls?.length === 1),
    issuerAlone: decoded.some(
      ({ access, crlUrls }) => access?.issuerUrls.length === 1 && access.ocspUrls.length === 0 && crlUrls === undefined,
    ),
    noPointer: decoded.some(({ access, crlUrls }) => access === undefined && crlUrls === undefined),
    serversAlone: decoded.some(({ purposes }) => purposes?.length === 1),
    policy: decoded.some(({ policies }) => policies?.length === 1),
  };
  expect(has).toEqual({ pointers: true, issuerAlone: true, noPointer: true, serversAlone: true, policy: true });
});

describe('openssl', () => {
  const openssl = (gallery: Gallery, ...args: readonly string[]) => runProgram(gallery.folder, 'openssl', args);
  const STRICT = ['verify', '-x509_strict', '-check_ss_sig', '-CAfile', 'root.pem', '-untrusted', 'issuing.pem'];

  judges({ judge: 'openssl', thing: 'certificates' }, async () => {
    for (const gallery of galleries) {
      // Strictly, and for what its profile is for.
      for (const purpose of gallery.authority.profile.purposes.includes('clientAuth') ? ['sslserver', 'sslclient'] : ['sslserver']) {
        const { exit, says } = await openssl(gallery, ...STRICT, '-purpose', purpose, ...namesOf(gallery).map(pem));
        expect({ exit, says }).toEqual({
          exit: 0,
          says: namesOf(gallery)
            .map((name) => `${name}.pem: OK\n`)
            .join(''),
        });
      }
    }
  });

  test('takes a certificate for servers alone for no client', async () => {
    const forServers = galleries.filter(({ authority }) => !authority.profile.purposes.includes('clientAuth'));
    expect(forServers).toHaveLength(1);
    for (const gallery of forServers) {
      expect((await openssl(gallery, ...STRICT, '-purpose', 'sslclient', 'leaf-00.pem')).exit).toBe(2);
    }
  });

  judges({ judge: 'openssl', thing: 'responder' }, async () => {
    for (const gallery of galleries) {
      const helper = await openssl(gallery, ...STRICT, '-purpose', 'ocsphelper', 'responder.pem', 'issuing.pem', 'root.pem');
      const server = await openssl(gallery, ...STRICT, '-purpose', 'sslserver', 'responder.pem');
      expect([helper.exit, server.exit]).toEqual([0, 2]);
    }
  });

  /** Whom it holds for good by a list, among these. */
  async function byList({ gallery, list, names }: { readonly gallery: Gallery; readonly list: string; readonly names: readonly string[] }) {
    const lists = ['-crl_check_all', '-CRLfile', `${list}.crl.pem`, '-CRLfile', 'root.crl.pem'];
    const { says } = await openssl(gallery, ...STRICT, ...lists, ...names.map(pem));
    return { good: found(says, /^(leaf-\d+)\.pem: OK$/gm), says };
  }

  judges({ judge: 'openssl', thing: 'full list' }, async () => {
    for (const gallery of galleries) {
      const byFull = await byList({ gallery, list: 'full', names: namesOf(gallery) });
      expect(byFull.good).toEqual(namesOf(gallery, isGood));
      expect(byFull.says.match(/error 23 .*certificate revoked/g)?.length).toBe(gallery.leaves.length / 2);
    }
  });

  // Of those that point to it, and says of no other whether it is.
  judges({ judge: 'openssl', thing: 'shard' }, async () => {
    for (const gallery of galleries.filter(({ leaves }) => leaves.some(isOfShard))) {
      const byShard = await byList({ gallery, list: 'shard', names: namesOf(gallery, isOfShard) });
      expect(byShard.good).toEqual(namesOf(gallery, (leaf) => isOfShard(leaf) && isGood(leaf)));
      const elsewhere = await byList({ gallery, list: 'shard', names: namesOf(gallery, (leaf) => !isOfShard(leaf)) });
      expect(elsewhere.good).toEqual([]);
      expect(elsewhere.says).not.toContain('certificate revoked');
    }
  });

  judges({ judge: 'openssl', thing: 'lists' }, async () => {
    for (const gallery of galleries) {
      for (const [list, ca] of LISTS) {
        const { exit, says } = await openssl(gallery, 'crl', '-in', `${list}.crl.pem`, '-noout', '-verify', '-CAfile', pem(ca));
        expect({ exit, says }).toEqual({ exit: 0, says: 'verify OK\n' });
      }
    }
  });

  const TRUST = ['-issuer', 'issuing.pem', '-CAfile', 'root.pem', '-verify_other', 'issuing.pem'];

  /** What it says of the answer in the file. */
  async function byAnswer({ gallery, name, hash }: { readonly gallery: Gallery; readonly name: string; readonly hash: string }) {
    const args = ['-respin', `${name}.${hash}.ocsp`, `-${hash}`, ...TRUST, '-cert', pem(name)];
    const { exit, says } = await openssl(gallery, 'ocsp', ...args);
    expect({ exit, says }).toMatchObject({ exit: 0, says: expect.stringContaining('Response verify OK') as string });
    return /^[a-z]+(?:-\d+)?\.pem: (\w+)$/m.exec(says)?.[1] ?? says;
  }

  // By either hash, and the answer about three at once against its question.
  judges({ judge: 'openssl', thing: 'answers' }, async () => {
    for (const gallery of galleries) {
      for (const hash of ['sha1', 'sha256'])
        expect(await verdicts(gallery.leaves, ({ name }) => byAnswer({ gallery, name, hash }))).toEqual(states(gallery.leaves));
      const three = await openssl(gallery, 'ocsp', '-respin', 'three.ocsp', '-reqin', 'three.request', ...TRUST, '-resp_text');
      expect(three.says).toContain('Response verify OK');
      expect(three.says.match(/Cert Status: \w+/g)).toEqual(['Cert Status: good', 'Cert Status: revoked', 'Cert Status: unknown']);
    }
  });

  judges({ judge: 'openssl', thing: 'unknown' }, async () => {
    for (const gallery of galleries) {
      for (const hash of ['sha1', 'sha256']) expect(await byAnswer({ gallery, name: 'stranger', hash })).toBe('unknown');
    }
  });

  judges({ judge: 'openssl', thing: 'failures' }, async () => {
    const [gallery] = galleries;
    const said = await Promise.all(
      FAILURES.map(async (failure) => gallery && (await openssl(gallery, 'ocsp', '-respin', `${failure}.ocsp`)).says.trim()),
    );
    expect(said).toEqual(
      ['malformedrequest (1)', 'internalerror (2)', 'trylater (3)', 'unauthorized (6)'].map((name) => `Responder Error: ${name}`),
    );
  });

  // With its nonce, which it gets back.
  judges({ judge: 'openssl', thing: 'HTTP' }, async () => {
    for (const gallery of galleries) {
      const certificates = namesOf(gallery)
        .slice(0, 8)
        .flatMap((name) => ['-cert', pem(name)]);
      const { exit, says } = await openssl(gallery, 'ocsp', '-url', `${responder.url}/${gallery.name}`, ...TRUST, ...certificates);
      expect([exit, says.includes('Response verify OK'), says.includes('no nonce')]).toEqual([0, true, false]);
      expect(Array.from(says.matchAll(/^(leaf-\d+)\.pem: (\w+)$/gm), ([, name, state]) => `${name} ${state}`)).toEqual(
        states(gallery.leaves).slice(0, 8),
      );
    }
  });

  test('writes requests that we read, by either hash', async () => {
    for (const gallery of galleries) {
      for (const hash of ['sha1', 'sha256'] as const) {
        await openssl(gallery, 'ocsp', `-${hash}`, '-issuer', 'issuing.pem', '-cert', 'leaf-00.pem', '-reqout', 'asked.request');
        const request = readOcspRequest(readFileSync(join(gallery.folder, 'asked.request')));
        expect(request).toMatchObject({ ok: true, value: { certIds: [{ hash, serialHex: gallery.leaves[0]?.serialHex }] } });
      }
    }
  });

  // DER and PEM.
  judges({ judge: 'openssl', thing: 'bundles' }, async () => {
    for (const gallery of galleries) {
      const counts = await verdicts(gallery.leaves, async ({ name }) => {
        const der = await openssl(gallery, 'pkcs7', '-inform', 'DER', '-in', `${name}.p7b`, '-print_certs', '-noout');
        const text = await openssl(gallery, 'pkcs7', '-in', `${name}.p7b.pem`, '-print_certs', '-noout');
        return [der, text].map(({ says }) => says.match(/^subject/gm)?.length).join(' ');
      });
      expect(counts).toEqual(namesOf(gallery).map((name) => `${name} 3 3`));
    }
  });
});

describe('GnuTLS', () => {
  /** `good`, `revoked`, or what it says. */
  async function byPath(gallery: Gallery, name: string, ...lists: readonly string[]): Promise<string> {
    const known = lists.flatMap((list) => ['--load-crl', `${list}.crl.pem`]);
    const args = ['--verify', '--verify-profile', 'medium', '--load-ca-certificate', 'root.pem', ...known];
    const { exit, says } = await runProgram(gallery.folder, 'certtool', [...args, '--infile', `${name}.chain.pem`]);
    if (exit === 0 && says.includes('Chain verification output: Verified.')) return 'good';
    return says.includes('The certificate chain is revoked.') ? 'revoked' : says;
  }

  judges({ judge: 'GnuTLS', thing: 'certificates' }, async () => {
    for (const gallery of galleries) {
      const revoked = gallery.leaves.filter((leaf) => !isGood(leaf));
      expect(await verdicts(revoked, ({ name }) => byPath(gallery, name))).toEqual(revoked.map(({ name }) => `${name} good`));
    }
  });

  judges({ judge: 'GnuTLS', thing: 'responder' }, async () => {
    for (const gallery of galleries) expect(await byPath(gallery, 'responder')).toBe('good');
  });

  judges({ judge: 'GnuTLS', thing: 'full list' }, async () => {
    for (const gallery of galleries)
      expect(await verdicts(gallery.leaves, ({ name }) => byPath(gallery, name, 'full'))).toEqual(states(gallery.leaves));
  });

  judges({ judge: 'GnuTLS', thing: 'shard' }, async () => {
    for (const gallery of galleries) {
      const leaves = gallery.leaves.filter(isOfShard);
      expect(await verdicts(leaves, ({ name }) => byPath(gallery, name, 'shard'))).toEqual(states(leaves));
    }
  });

  judges({ judge: 'GnuTLS', thing: 'lists' }, async () => {
    for (const gallery of galleries) {
      for (const [list, ca] of LISTS) {
        const args = ['--verify-crl', '--load-ca-certificate', pem(ca), '--infile', `${list}.crl.pem`];
        const { exit, says } = await runProgram(gallery.folder, 'certtool', args);
        expect([list, exit, says.includes('Verification output: Verified.')]).toEqual([list, 0, true]);
      }
    }
  });

  /** What it says of the answer in the file, trusting the CA alone. */
  async function byAnswer({ folder: of }: Gallery, file: string): Promise<string> {
    const { exit, says } = await runProgram(of, 'ocsptool', ['-e', '--load-trust', 'issuing.pem', '--load-response', `${file}.ocsp`]);
    expect([exit, says.includes('Verifying OCSP Response: Success.')]).toEqual([0, true]);
    return /Certificate Status: (\w+)/.exec(says)?.[1] ?? says;
  }

  judges({ judge: 'GnuTLS', thing: 'answers' }, async () => {
    for (const gallery of galleries) {
      for (const hash of ['sha1', 'sha256'])
        expect(await verdicts(gallery.leaves, ({ name }) => byAnswer(gallery, `${name}.${hash}`))).toEqual(states(gallery.leaves));
    }
  });

  judges({ judge: 'GnuTLS', thing: 'unknown' }, async () => {
    for (const gallery of galleries) {
      for (const hash of ['sha1', 'sha256']) expect(await byAnswer(gallery, `stranger.${hash}`)).toBe('unknown');
    }
  });

  judges({ judge: 'GnuTLS', thing: 'failures' }, async () => {
    const said: string[] = [];
    for (const failure of FAILURES) {
      const { says } = await runProgram(galleries[0]?.folder ?? '', 'ocsptool', ['-j', '--load-response', `${failure}.ocsp`]);
      said.push(/Response Status: (\w+)/.exec(says)?.[1] ?? says);
    }
    expect(said).toEqual(['malformedRequest', 'internalError', 'tryLater', 'unauthorized']);
  });

  // With a nonce.
  judges({ judge: 'GnuTLS', thing: 'HTTP' }, async () => {
    for (const { folder: of, name } of galleries) {
      const args = [`--ask=${responder.url}/${name}`, '--nonce', '--load-cert', 'leaf-01.pem', '--load-issuer', 'issuing.pem'];
      const { says } = await runProgram(of, 'ocsptool', [...args, '--load-trust', 'issuing.pem']);
      expect(says).toContain('Verifying OCSP Response: Success.');
      expect(says).toContain('Certificate Status: revoked');
      expect(says).toContain('Nonce: ');
    }
  });

  judges({ judge: 'GnuTLS', thing: 'bundles' }, async () => {
    for (const gallery of galleries) {
      const counts = await verdicts(gallery.leaves, async ({ name }) => {
        const { says } = await runProgram(gallery.folder, 'certtool', ['--p7-info', '--inder', '--infile', `${name}.p7b`]);
        return String(says.match(/-----BEGIN CERTIFICATE-----/g)?.length);
      });
      expect(counts).toEqual(namesOf(gallery).map((name) => `${name} 3`));
    }
  });
});

describe('NSS', () => {
  /** To make one takes longer than a verdict. */
  const made = new Map<string, Promise<NssDatabase>>();

  /** Of a gallery: one that only the CAs are in, and others by what is brought into them. */
  function databaseOf(gallery: Gallery, name: 'plain' | 'listed' | 'brought-in'): Promise<NssDatabase> {
    const key = `${gallery.name} ${name}`;
    const there = made.get(key) ?? makeDatabase(gallery, name);
    made.set(key, there);
    return there;
  }

  async function makeDatabase({ folder: of }: Gallery, name: string): Promise<NssDatabase> {
    const database = await NssDatabase.make({ folder: of, name, root: 'root.der' });
    await database.add('issuing', 'issuing.der');
    return database;
  }

  // Those revoked, while it knows of no list; the others by the full list.
  judges({ judge: 'NSS', thing: 'certificates' }, async () => {
    for (const gallery of galleries) {
      const database = await databaseOf(gallery, 'plain');
      const revoked = gallery.leaves.filter((leaf) => !isGood(leaf));
      const said = await verdicts(revoked, ({ name }) => database.byPath('server', `${name}.der`, 'issuing.der'));
      expect(said).toEqual(revoked.map(({ name }) => `${name} good`));
    }
  });

  // And it takes it for no server.
  judges({ judge: 'NSS', thing: 'responder' }, async () => {
    for (const gallery of galleries) {
      const database = await databaseOf(gallery, 'plain');
      expect(await database.byPath('responder', 'responder.der', 'issuing.der')).toBe('good');
      expect(await database.byPath('server', 'responder.der', 'issuing.der')).toContain('Certificate type not approved');
    }
  });

  // And takes in none of a CA that it does not know.
  judges({ judge: 'NSS', thing: 'lists' }, async () => {
    for (const gallery of galleries) {
      for (const [list, name] of [
        ['root', 'listed'],
        ['full', 'listed'],
        ['empty', 'brought-in'],
      ] as const) {
        const database = await databaseOf(gallery, name);
        expect([list, (await database.addList(`${list}.crl`)).exit]).toEqual([list, 0]);
      }
    }
    const unknowing = await NssDatabase.make({ folder: galleries[0]?.folder ?? '', name: 'unknowing', root: 'root.der' });
    expect((await unknowing.addList('full.crl')).exit).not.toBe(0);
  });

  judges({ judge: 'NSS', thing: 'full list' }, async () => {
    for (const gallery of galleries) {
      const database = await databaseOf(gallery, 'listed');
      const said = await verdicts(gallery.leaves, ({ name }) => database.byPath('server', `${name}.der`, 'issuing.der'));
      expect(said).toEqual(states(gallery.leaves));
    }
  });

  test('does not know of shards, and refuses their lists for it, as a critical extension asks', async () => {
    for (const gallery of galleries) {
      const database = await databaseOf(gallery, 'brought-in');
      const { exit, says } = await database.addList('shard.crl');
      expect([exit, says.includes('SEC_ERROR_CRL_UNKNOWN_CRITICAL_EXTENSION')]).toEqual([1, true]);
    }
  });

  judges({ judge: 'NSS', thing: 'HTTP' }, async () => {
    for (const gallery of galleries) {
      const database = await databaseOf(gallery, 'plain');
      const asking = gallery.leaves.filter(asksForItself);
      responder.asked.length = 0;
      expect(await verdicts(asking, ({ name }) => database.byOcsp(`${name}.der`))).toEqual(states(asking));
      // By GET: the request stands in the path, escaped as NSS does it.
      expect(responder.asked).toEqual(asking.map(() => `GET ${gallery.name}`));
    }
  });

  judges({ judge: 'NSS', thing: 'unknown' }, async () => {
    for (const gallery of galleries) {
      const database = await databaseOf(gallery, 'plain');
      expect(await database.byOcsp('stranger.der')).toBe('unknown');
    }
  });

  judges({ judge: 'NSS', thing: 'failures' }, async () => {
    const [gallery] = galleries;
    const database = gallery && (await databaseOf(gallery, 'plain'));
    const said: (string | undefined)[] = [];
    try {
      for (const failure of FAILURES) {
        responder.failing = failure;
        said.push(await database?.byOcsp('leaf-00.der'));
      }
    } finally {
      responder.failing = undefined;
    }
    expect(said).toEqual(FAILURES);
  });

  judges({ judge: 'NSS', thing: 'bundles' }, async () => {
    for (const gallery of galleries) {
      const database = await databaseOf(gallery, 'brought-in');
      for (const { name } of gallery.leaves) await database.add(name, `${name}.p7b`);
      const { says } = await database.ask('certutil', '-L');
      expect(found(says, /^(leaf-\d+) /gm)).toEqual(namesOf(gallery));
    }
  });
});

describe('Java', () => {
  const asked: JavaQuestion[] = [];
  const wanted = new Map<Thing, { readonly at: number; readonly verdict: (says: string) => void }[]>();
  let said: readonly string[] = [];

  /** A question for the one start of the machine, and what is to come of it. */
  function ask(thing: Thing, question: JavaQuestion, verdict: (says: string) => void): void {
    wanted.set(thing, [...(wanted.get(thing) ?? []), { at: asked.length, verdict }]);
    asked.push(question);
  }
  const is = (expected: string, of: string) => (says: string) => expect(`${of}: ${says}`).toBe(`${of}: ${expected}`);

  beforeAll(async () => {
    for (const gallery of galleries) askAll(gallery);
    said = await askJava(folder, asked);
  });

  function askAll({ name: of, leaves, statuses, stranger }: Gallery): void {
    const [root, issuing, helper] = ['root', 'issuing', 'responder'].map((ca) => `${of}/${ca}.der`) as [string, string, string];
    const store = ['-keystore', `${of}/store.p12`, '-storepass', 'changeit'];
    ask('responder', ['path', root, helper, issuing], is('good', `${of} responder`));
    // Into a store, from which it then takes the keys for the lists.
    for (const ca of ['root', 'issuing'])
      ask('certificates', ['keytool', '-importcert', '-noprompt', '-alias', ca, '-file', `${of}/${ca}.pem`, ...store], () => undefined);
    for (const [list, ca] of LISTS) {
      ask('lists', ['keytool', '-printcrl', '-file', `${of}/${list}.crl`, ...store], (says) =>
        expect([list, says.includes(`Verified by ${ca} in keystore`)]).toEqual([list, true]),
      );
    }
    for (const leaf of leaves) {
      const [file, status] = [`${of}/${leaf.name}`, statuses.get(leaf.serialHex)];
      const path = [`${file}.der`, issuing];
      const verdict = is(status?.state === 'revoked' ? `revoked ${CODES[status.reason]}` : 'good', file);
      ask('certificates', ['path', root, ...path], is('good', file));
      ask('certificates', ['keytool', '-importcert', '-noprompt', '-alias', leaf.name, '-file', `${file}.pem`, ...store], (says) =>
        expect([file, says.includes('Certificate was added to keystore')]).toEqual([file, true]),
      );
      ask('answers', ['answer', root, `${file}.sha1.ocsp`, ...path], verdict);
      ask('full list', ['lists', root, `${of}/full.crl,${of}/root.crl`, ...path], verdict);
      if (isOfShard(leaf)) ask('shard', ['lists', root, `${of}/shard.crl,${of}/root.crl`, ...path], verdict);
      if (asksForItself(leaf)) ask('HTTP', ['ask', root, ...path], verdict);
      for (const bundle of ['p7b', 'p7b.pem']) {
        ask('bundles', ['keytool', '-printcert', '-file', `${file}.${bundle}`], (says) =>
          expect([file, says.match(/^Serial number: /gm)?.length]).toEqual([file, 3]),
        );
      }
    }
    const unknown = is("Certificate's revocation status is unknown", `${of} stranger`);
    const path = [`${of}/${stranger.name}.der`, issuing];
    ask('unknown', ['answer', root, `${of}/stranger.sha1.ocsp`, ...path], unknown);
    ask('unknown', ['ask', root, ...path], unknown);
    for (const failure of FAILURES) {
      const words = failure.replaceAll('-', '_').toUpperCase();
      ask('failures', ['answer', root, `${of}/${failure}.ocsp`, ...path], is(`OCSP response error: ${words}`, `${of} ${failure}`));
    }
  }

  for (const thing of Object.keys(THINGS) as Thing[]) {
    judges({ judge: 'Java', thing }, () => {
      const verdictsWanted = wanted.get(thing) ?? [];
      expect(verdictsWanted.length).toBeGreaterThan(0);
      for (const { at, verdict } of verdictsWanted) verdict(said[at] ?? '');
      return Promise.resolve();
    });
  }
});

test('every judge has judged every thing, or it stands here why it cannot', () => {
  const all = JUDGES.flatMap((judge) => Object.keys(THINGS).map((thing) => `${judge}: ${thing}`));
  expect([...judged, ...Object.keys(CANNOT)].sort()).toEqual(all.sort());
});
