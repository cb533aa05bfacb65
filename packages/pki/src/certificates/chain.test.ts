import { beforeAll, expect, test } from 'vitest';
import { DAY_MS } from '../instant.ts';
import { readPublicKeyInfo } from '../keys/public-key.ts';
import { generateSigningKey, nodeCryptography } from '../node-cryptography/index.ts';
import { createCeremonySigner } from '../signer/ceremony-signer.ts';
import { must } from '../testing/must.ts';
import { TEST_NOW, TEST_POINTERS, type TestAuthority, makeTestAuthority } from '../testing/test-authority.ts';
import { writeIssuingCa } from './authority.ts';
import { buildChain } from './chain.ts';
import { type DecodedCertificate, decodeCertificate } from './decode.ts';
import { readIssuer } from './issuer.ts';

let authority: TestAuthority;
beforeAll(async () => {
  authority = await makeTestAuthority();
});

const cryptography = nodeCryptography;
const wished = (leaf: DecodedCertificate) => ({ leaf, roots: [authority.root.certificate], now: TEST_NOW, cryptography });

/** CAs below the root, each issued by the one before. */
async function descent(length: number): Promise<readonly DecodedCertificate[]> {
  let [key, issuer] = [authority.rootKey, authority.root];
  const below: DecodedCertificate[] = [];
  for (let depth = 1; depth <= length; depth += 1) {
    const next = (await generateSigningKey()).key;
    const tbs = must(
      writeIssuingCa(
        {
          serial: authority.serial(),
          publicKey: must(readPublicKeyInfo(next.publicKey)),
          subject: { commonName: `CA ${String(depth)}` },
          validity: { notBefore: TEST_NOW - DAY_MS, notAfter: TEST_NOW + 30 * DAY_MS },
          issuer,
          pathLength: 20 - depth,
          pointers: TEST_POINTERS,
        },
        cryptography,
      ),
    );
    const signed = must(await createCeremonySigner({ key, cryptography }).signIssuingCa({ tbs, now: TEST_NOW, issuer }));
    [key, issuer] = [next, must(readIssuer(signed))];
    below.push(issuer.certificate);
  }
  return below;
}

test('a chain goes on for eight certificates below the root, and is given up at the ninth', async () => {
  const cas = await descent(9);
  const [last, beforeLast] = [cas.at(-1), cas.at(-2)];
  if (last === undefined || beforeLast === undefined) throw new Error('too few');
  const whole = must(buildChain({ ...wished(beforeLast), intermediates: cas }));
  expect(whole).toEqual([...cas.slice(0, 8).reverse(), authority.root.certificate]);
  // The one below which an issuer is missing is the eighth, counted from the leaf.
  expect(buildChain({ ...wished(last), intermediates: cas })).toEqual({ ok: false, error: { code: 'chain-no-issuer', below: cas[1] } });
});

test('of a pool of others the first 32 are looked at, and the one that belongs is not found behind them', async () => {
  const leaf = must(decodeCertificate(await authority.issue(['a.example.test'])));
  const others = (count: number) => Array.from({ length: count }, () => must(decodeCertificate(authority.responder)));
  const issuing = authority.issuing.certificate;
  expect(must(buildChain({ ...wished(leaf), intermediates: [...others(31), issuing] }))).toHaveLength(3);
  expect(buildChain({ ...wished(leaf), intermediates: [...others(32), issuing] })).toEqual({
    ok: false,
    error: { code: 'chain-no-issuer', below: leaf },
  });
});

test('a chain is built from leaf to root, and names what is missing', async () => {
  const leaf = must(decodeCertificate(await authority.issue(['a.example.test'])));
  const { root, issuing } = authority;
  const wish = wished(leaf);
  expect(must(buildChain({ ...wish, intermediates: [issuing.certificate] }))).toEqual([leaf, issuing.certificate, root.certificate]);
  expect(buildChain({ ...wish, intermediates: [] })).toEqual({ ok: false, error: { code: 'chain-no-issuer', below: leaf } });
  const later = { ...wish, intermediates: [issuing.certificate], now: leaf.validity.notAfter + 1000 };
  expect(buildChain(later)).toMatchObject({ ok: false, error: { code: 'chain-expired', certificate: leaf } });
  const other = await makeTestAuthority();
  expect(buildChain({ ...wish, intermediates: [other.issuing.certificate] })).toMatchObject({
    ok: false,
    error: { code: 'chain-no-issuer' },
  });
});
