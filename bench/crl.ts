import { REVOCATION_REASONS, type RevokedEntry, createCrlSigner, lintCrl, writeCrl } from '@sallyport/pki';
import { nodeCryptography } from '@sallyport/pki/node-cryptography';
import { TEST_NOW, makeTestAuthority } from '@sallyport/pki/testing';
import { defineBenchmark, median, round } from './harness.ts';
import { measureServedList } from './house/served-list.ts';
import { seeRevocations } from './house/revocations-seen.ts';

/** What a full CRL may take, from the records to the signed octets: it must be out within 60 s of a revocation, and the process has other work. */
const LIMIT_MS = 2000;

/**
 * A full CRL in process, as the CA makes it: written from its entries, linted, read once more by the signer, signed and its signature checked. The bare
 * signature over the same octets is what no way of making a list can go below.
 *
 * Beside it the whole way of one: from one more revocation to the list that an installation serves, out of its database; and what a relying party waits for it over HTTP. And how long
 * after the answer to a revocation the built server tells the world of it, the longest of a few: by OCSP within 5 s, in the list within 60 s.
 */
export const benchmark = defineBenchmark({
  name: 'crl',
  summary:
    'ms to make a CRL of 100,000 entries, in process and out of the database, against 2 s; to get it over HTTP; and until a revocation is seen',
  options: { rounds: 7, entries: 100_000, revocations: 5 },
  run: async ({ rounds, entries, revocations }) => {
    const authority = await makeTestAuthority();
    const { issuing: issuer, issuingKey: key } = authority;
    const created = createCrlSigner({ key, issuer, cryptography: nodeCryptography });
    if (!created.ok) throw new Error(created.error.code);
    const signer = created.value;
    const list = Array.from({ length: entries }, (_, index): RevokedEntry => entryAt(index, authority.serial()));
    const measured: Laps[] = [];
    let octets = 0;
    for (let number = 0; number <= rounds; number += 1) {
      const lap = stopwatch();
      const dates = { thisUpdate: TEST_NOW, nextUpdate: TEST_NOW + 86_400_000 };
      const tbs = writeCrl({ issuer, number: BigInt(number + 1), ...dates, scope: { kind: 'full' }, entries: list });
      if (!tbs.ok) throw new Error(tbs.error.code);
      const write = lap();
      const findings = lintCrl(tbs.value, { issuer, scope: { kind: 'full' }, now: TEST_NOW, previousNumber: BigInt(number) });
      if (findings.length > 0) throw new Error(findings.map(({ rule }) => rule).join(', '));
      const lint = lap();
      const crl = await signer.sign({ tbs: tbs.value, now: TEST_NOW });
      if (!crl.ok) throw new Error(JSON.stringify(crl.error));
      const sign = lap();
      await key.sign(tbs.value);
      octets = crl.value.length;
      // The first is a warm-up.
      if (number > 0) measured.push({ write, lint, sign, bare: lap() });
    }
    const seen = await seeRevocations(revocations);
    const of = (part: keyof Laps) => median(measured.map((laps) => laps[part]));
    const served = await measureServedList({ entries, rounds });
    const whole = measured.map(({ write, lint, sign }) => write + lint + sign);
    return {
      unit: 'ms',
      subject: { name: 'write, lint, sign, in process', rounds: whole },
      limit: { name: 'limit', rounds: measured.map(() => LIMIT_MS) },
      beside: [
        { name: 'revoked to served, database', rounds: served.made },
        { name: 'download, over HTTP', rounds: served.downloaded },
      ],
      more: {
        revokedToServedMs: round(median(served.made)),
        downloadMs: round(median(served.downloaded)),
        writeMs: round(of('write')),
        lintMs: round(of('lint')),
        signMs: round(of('sign')),
        bareSigningMs: round(of('bare')),
        timesBareSigning: round(median(whole) / of('bare')),
        entries,
        octets,
        seenByOcspMs: round(Math.max(...seen.byOcsp)),
        seenByOcspMsPromised: 5000,
        seenInListMs: round(Math.max(...seen.byList)),
        seenInListMsPromised: 60_000,
      },
    };
  },
});

interface Laps {
  readonly write: number;
  readonly lint: number;
  readonly sign: number;
  readonly bare: number;
}

/** Every reason in turn, every minute another, and one in ten with the date since when its key was not its owner's alone. */
function entryAt(index: number, serial: RevokedEntry['serial']): RevokedEntry {
  const revokedAt = TEST_NOW - index * 60_000;
  const reason = REVOCATION_REASONS[index % REVOCATION_REASONS.length] ?? 'unspecified';
  return { serial, revokedAt, reason, ...(index % 10 === 0 ? { invalidSince: revokedAt - 3_600_000 } : {}) };
}

/** Milliseconds since it was asked last. */
function stopwatch(): () => number {
  let last = performance.now();
  return () => {
    const now = performance.now();
    const passed = now - last;
    last = now;
    return passed;
  };
}
