import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RevocationReason, decodeCertificate, readOcspRequest } from '@sallyport/pki';
import { must } from '@sallyport/pki/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FAILURES, type Gallery, type GalleryLeaf, makeGalleries } from './judges/gallery.ts';
import { ResponderOverHttp } from './judges/responder-over-http.ts';
import { runProgram } from './judges/run-program.ts';

/**
 * Judges that are not ours: every certificate, list and answer of the gallery is read and verified by openssl, GnuTLS, NSS and Java, and
 * each must tell the good from the revoked. What one of them cannot do stands here too, as it is.
 */

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
const pem = (name: string) => `${name}.pem`;

/** All leaves of a gallery, each as `good` or `revoked`. */
const states = ({ leaves }: Gallery) => leaves.map(({ name, state }) => `${name} ${state}`);

/** A question to a program for every leaf in turn. */
async function verdicts(gallery: Gallery, judge: (leaf: GalleryLeaf) => Promise<string>): Promise<readonly string[]> {
  const found: string[] = [];
  for (const leaf of gallery.leaves) found.push(`${leaf.name} ${await judge(leaf)}`);
  return found;
}

describe('openssl', () => {
  const openssl = (gallery: Gallery, ...args: readonly string[]) => runProgram(gallery.folder, 'openssl', args);
  const STRICT = ['verify', '-x509_strict', '-check_ss_sig', '-CAfile', 'root.pem', '-untrusted', 'issuing.pem'];

  test('verifies every certificate, strictly, for a server and for a client', async () => {
    for (const gallery of galleries) {
      for (const purpose of ['sslserver', 'sslclient']) {
        const { exit, says } = await openssl(gallery, ...STRICT, '-purpose', purpose, ...namesOf(gallery).map(pem));
        expect({ exit, says }).toEqual({
          exit: 0,
          says: namesOf(gallery)
            .map((name) => `${name}.pem: OK\n`)
            .join(''),
        });
      }
      const responders = await openssl(gallery, ...STRICT, '-purpose', 'ocsphelper', 'responder.pem', 'issuing.pem', 'root.pem');
      expect(responders.exit).toBe(0);
    }
  });

  test('tells the good from the revoked by the full list, and by the list of a shard those of the shard only', async () => {
    for (const gallery of galleries) {
      const judged = async (list: string, names: readonly string[]) => {
        const lists = ['-crl_check_all', '-CRLfile', `${list}.crl.pem`, '-CRLfile', 'root.crl.pem'];
        const { says } = await openssl(gallery, ...STRICT, ...lists, ...names.map(pem));
        return { good: found(says, /^(leaf-\d+)\.pem: OK$/gm), says };
      };
      const byFull = await judged('full', namesOf(gallery));
      expect(byFull.good).toEqual(namesOf(gallery, isGood));
      expect(byFull.says.match(/error 23 .*certificate revoked/g)?.length).toBe(gallery.leaves.length / 2);
      const byShard = await judged('shard', namesOf(gallery, isOfShard));
      expect(byShard.good).toEqual(namesOf(gallery, (leaf) => isOfShard(leaf) && isGood(leaf)));
      const elsewhere = await judged(
        'shard',
        namesOf(gallery, (leaf) => !isOfShard(leaf)),
      );
      expect(elsewhere.good).toEqual([]);
      expect(elsewhere.says).not.toContain('certificate revoked');
    }
  });

  test('verifies every list', async () => {
    for (const gallery of galleries) {
      for (const [list, ca] of LISTS) {
        const { exit, says } = await openssl(gallery, 'crl', '-in', `${list}.crl.pem`, '-noout', '-verify', '-CAfile', pem(ca));
        expect({ exit, says }).toEqual({ exit: 0, says: 'verify OK\n' });
      }
    }
  });

  test('verifies every answer by either hash, and the answer about three at once against its question', async () => {
    for (const gallery of galleries) {
      const trust = ['-issuer', 'issuing.pem', '-CAfile', 'root.pem', '-verify_other', 'issuing.pem'];
      for (const hash of ['sha1', 'sha256']) {
        const judged = await verdicts(gallery, async ({ name }) => {
          const { exit, says } = await openssl(
            gallery,
            'ocsp',
            '-respin',
            `${name}.${hash}.ocsp`,
            `-${hash}`,
            ...trust,
            '-cert',
            pem(name),
          );
          expect({ exit, says }).toMatchObject({ exit: 0, says: expect.stringContaining('Response verify OK') as string });
          return /^leaf-\d+\.pem: (\w+)$/m.exec(says)?.[1] ?? says;
        });
        expect(judged).toEqual(states(gallery));
      }
      const three = await openssl(gallery, 'ocsp', '-respin', 'three.ocsp', '-reqin', 'three.request', ...trust, '-resp_text');
      expect(three.says).toContain('Response verify OK');
      expect(three.says.match(/Cert Status: \w+/g)).toEqual(['Cert Status: good', 'Cert Status: revoked', 'Cert Status: unknown']);
    }
  });

  test('reads every answer that says nothing', async () => {
    const [gallery] = galleries;
    const said = await Promise.all(
      FAILURES.map(async (failure) => gallery && (await openssl(gallery, 'ocsp', '-respin', `${failure}.ocsp`)).says.trim()),
    );
    expect(said).toEqual(
      ['malformedrequest (1)', 'internalerror (2)', 'trylater (3)', 'unauthorized (6)'].map((name) => `Responder Error: ${name}`),
    );
  });

  test('asks over HTTP with its nonce and gets it back', async () => {
    for (const gallery of galleries) {
      const trust = ['-issuer', 'issuing.pem', '-CAfile', 'root.pem', '-verify_other', 'issuing.pem'];
      const certificates = namesOf(gallery)
        .slice(0, 8)
        .flatMap((name) => ['-cert', pem(name)]);
      const { exit, says } = await openssl(gallery, 'ocsp', '-url', `${responder.url}/${gallery.name}`, ...trust, ...certificates);
      expect([exit, says.includes('Response verify OK'), says.includes('no nonce')]).toEqual([0, true, false]);
      expect(Array.from(says.matchAll(/^(leaf-\d+)\.pem: (\w+)$/gm), ([, name, state]) => `${name} ${state}`)).toEqual(
        states(gallery).slice(0, 8),
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

  test('imports every bundle, DER and PEM', async () => {
    for (const gallery of galleries) {
      const counts = await verdicts(gallery, async ({ name }) => {
        const der = await openssl(gallery, 'pkcs7', '-inform', 'DER', '-in', `${name}.p7b`, '-print_certs', '-noout');
        const text = await openssl(gallery, 'pkcs7', '-in', `${name}.p7b.pem`, '-print_certs', '-noout');
        return [der, text].map(({ says }) => says.match(/^subject/gm)?.length).join(' ');
      });
      expect(counts).toEqual(namesOf(gallery).map((name) => `${name} 3 3`));
    }
  });
});

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

describe('GnuTLS', () => {
  test('verifies every chain, and tells the good from the revoked by the full list', async () => {
    for (const gallery of galleries) {
      const judged = await verdicts(gallery, async ({ name }) => {
        const args = ['--verify', '--verify-profile', 'medium', '--load-ca-certificate', 'root.pem', '--load-crl', 'full.crl.pem'];
        const { exit, says } = await runProgram(gallery.folder, 'certtool', [...args, '--infile', `${name}.chain.pem`]);
        if (exit === 0 && says.includes('Chain verification output: Verified.')) return 'good';
        return says.includes('The certificate chain is revoked.') ? 'revoked' : says;
      });
      expect(judged).toEqual(states(gallery));
    }
  });

  test('verifies every list', async () => {
    for (const gallery of galleries) {
      for (const [list, ca] of LISTS) {
        const args = ['--verify-crl', '--load-ca-certificate', pem(ca), '--infile', `${list}.crl.pem`];
        const { exit, says } = await runProgram(gallery.folder, 'certtool', args);
        expect([list, exit, says.includes('Verification output: Verified.')]).toEqual([list, 0, true]);
      }
    }
  });

  test('verifies every answer, trusting the CA alone', async () => {
    for (const gallery of galleries) {
      for (const hash of ['sha1', 'sha256']) {
        const judged = await verdicts(gallery, async ({ name }) => {
          const args = ['-e', '--load-trust', 'issuing.pem', '--load-response', `${name}.${hash}.ocsp`];
          const { exit, says } = await runProgram(gallery.folder, 'ocsptool', args);
          expect([exit, says.includes('Verifying OCSP Response: Success.')]).toEqual([0, true]);
          return /Certificate Status: (\w+)/.exec(says)?.[1] ?? says;
        });
        expect(judged).toEqual(states(gallery));
      }
    }
  });

  test('asks over HTTP with a nonce', async () => {
    for (const { folder: of, name } of galleries) {
      const args = [`--ask=${responder.url}/${name}`, '--nonce', '--load-cert', 'leaf-01.pem', '--load-issuer', 'issuing.pem'];
      const { says } = await runProgram(of, 'ocsptool', [...args, '--load-trust', 'issuing.pem']);
      expect(says).toContain('Verifying OCSP Response: Success.');
      expect(says).toContain('Certificate Status: revoked');
      expect(says).toContain('Nonce: ');
    }
  });

  test('imports every bundle', async () => {
    for (const gallery of galleries) {
      const counts = await verdicts(gallery, async ({ name }) => {
        const { says } = await runProgram(gallery.folder, 'certtool', ['--p7-info', '--inder', '--infile', `${name}.p7b`]);
        return String(says.match(/-----BEGIN CERTIFICATE-----/g)?.length);
      });
      expect(counts).toEqual(namesOf(gallery).map((name) => `${name} 3`));
    }
  });
});

describe('NSS', () => {
  const database = (gallery: Gallery, name: string) => `sql:${join(gallery.folder, name)}`;

  async function withDatabase(gallery: Gallery, name: string): Promise<string> {
    mkdirSync(join(gallery.folder, name));
    const d = database(gallery, name);
    const certutil = async (...args: readonly string[]) => {
      expect(await runProgram(gallery.folder, 'certutil', [...args, '-d', d])).toMatchObject({ exit: 0 });
    };
    await certutil('-N', '--empty-password');
    await certutil('-A', '-n', 'root', '-t', 'CT,C,C', '-i', 'root.der');
    await certutil('-A', '-n', 'issuing', '-t', ',,', '-i', 'issuing.der');
    return d;
  }

  const judgedBy = (gallery: Gallery, d: string, ...how: readonly string[]) =>
    verdicts(gallery, async ({ name }) => {
      const { says } = await runProgram(gallery.folder, 'vfychain', ['-d', d, ...how, '-u', '1', `${name}.der`, 'issuing.der']);
      if (says.includes('Chain is good!')) return 'good';
      return says.includes('has been revoked') ? 'revoked' : says;
    });

  test('verifies every chain, and tells the good from the revoked by the full list', async () => {
    for (const gallery of galleries) {
      const d = await withDatabase(gallery, 'nss');
      expect(await judgedBy(gallery, d)).toEqual(namesOf(gallery).map((name) => `${name} good`));
      for (const list of ['root', 'full']) {
        expect(await runProgram(gallery.folder, 'crlutil', ['-I', '-i', `${list}.crl`, '-d', d])).toMatchObject({ exit: 0 });
      }
      expect(await judgedBy(gallery, d)).toEqual(states(gallery));
    }
  });

  test('does not know of shards, and refuses their lists for it, as a critical extension asks', async () => {
    for (const gallery of galleries) {
      const d = await withDatabase(gallery, 'nss-shard');
      const { exit, says } = await runProgram(gallery.folder, 'crlutil', ['-I', '-i', 'shard.crl', '-d', d]);
      expect([exit, says.includes('SEC_ERROR_CRL_UNKNOWN_CRITICAL_EXTENSION')]).toEqual([1, true]);
    }
  });

  test('asks over HTTP, and takes no answer for good that is not', async () => {
    for (const gallery of galleries) {
      const d = await withDatabase(gallery, 'nss-ocsp');
      const how = ['-pp', '-g', 'leaf', '-h', 'requireFreshInfo', '-m', 'ocsp', '-s', 'requireInfo'];
      responder.asked.length = 0;
      const asking = { ...gallery, leaves: gallery.leaves.filter(({ der }) => must(decodeCertificate(der)).access?.ocspUrls.length === 1) };
      expect(await judgedBy(asking, d, ...how)).toEqual(states(asking));
      // By GET: the request stands in the path, escaped as NSS does it.
      expect(responder.asked).toEqual(asking.leaves.map(() => `GET ${gallery.name}`));
    }
  });

  test('imports every bundle', async () => {
    for (const gallery of galleries) {
      const d = await withDatabase(gallery, 'nss-import');
      for (const { name } of gallery.leaves) {
        const { exit } = await runProgram(gallery.folder, 'certutil', ['-A', '-n', name, '-t', ',,', '-i', `${name}.p7b`, '-d', d]);
        expect([name, exit]).toEqual([name, 0]);
      }
      const { says } = await runProgram(gallery.folder, 'certutil', ['-L', '-d', d]);
      expect(found(says, /^(leaf-\d+) /gm)).toEqual(namesOf(gallery));
    }
  });
});

describe('Java', () => {
  test('verifies every path, and tells the good from the revoked, with its reason, by OCSP, by the full list, and by the list of a shard', async () => {
    const judge = join(import.meta.dirname, 'judges/java-judge.java');
    const { exit, says } = await runProgram(folder, 'java', [judge, ...galleries.map((gallery) => gallery.folder)]);
    const wanted = galleries.flatMap(({ name: of, leaves, statuses }) =>
      leaves.flatMap(({ name, serialHex, list }) => {
        const status = statuses.get(serialHex);
        const verdict = status?.state === 'revoked' ? `revoked ${CODES[status.reason]}` : 'good';
        const ways = list === 'shard' ? ['ocsp', 'full', 'shard'] : ['ocsp', 'full'];
        return [`${of}\t${name}\tpath\tgood`, ...ways.map((way) => `${of}\t${name}\t${way}\t${verdict}`)];
      }),
    );
    expect({ exit, lines: says.trim().split('\n') }).toEqual({ exit: 0, lines: wanted });
  });

  test('keytool imports a certificate, prints a bundle, and verifies a list by its store', async () => {
    await Promise.all(
      galleries.map(async (gallery) => {
        // Each of these starts a machine: it shall not warm up for what is over in a moment.
        const keytool = (...args: readonly string[]) =>
          runProgram(gallery.folder, 'keytool', [...args, '-J-XX:TieredStopAtLevel=1', '-J-XX:+UseSerialGC']);
        const store = ['-keystore', 'store.p12', '-storepass', 'changeit'];
        const imported = await keytool('-importcert', '-noprompt', '-alias', 'issuing', '-file', 'issuing.pem', ...store);
        expect(imported).toMatchObject({ exit: 0 });
        const bundle = await keytool('-printcert', '-file', 'leaf-00.p7b');
        expect(bundle.says.match(/^Serial number: /gm)?.length).toBe(3);
        const list = await keytool('-printcrl', '-file', 'full.crl', ...store);
        expect(list.says).toContain('Verified by issuing in keystore');
      }),
    );
  });
});
