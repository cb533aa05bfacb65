import { p256 } from '@noble/curves/nist.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex, utf8 } from './bytes.ts';
import {
  type Scalar,
  type Share,
  type Spake2Context,
  asScalar,
  drawScalar,
  parseShare,
  scalarFrom,
  shareOf,
  spake2Keys,
} from './spake2.ts';
import { octets } from './testing/arbitraries.ts';
import { seededRandomness } from './testing/surroundings.ts';

/** RFC 9382 appendix B, all four, P256-SHA256-HKDF-HMAC. */
const APPENDIX_B = [
  {
    identityA: 'server',
    identityB: 'client',
    w: '2ee57912099d31560b3a44b1184b9b4866e904c49d12ac5042c97dca461b1a5f',
    x: '43dd0fd7215bdcb482879fca3220c6a968e66d70b1356cac18bb26c84a78d729',
    y: 'dcb60106f276b02606d8ef0a328c02e4b629f84f89786af5befb0bc75b6e66be',
    pA: '04a56fa807caaa53a4d28dbb9853b9815c61a411118a6fe516a8798434751470f9010153ac33d0d5f2047ffdb1a3e42c9b4e6be662766e1eeb4116988ede5f912c',
    pB: '0406557e482bd03097ad0cbaa5df82115460d951e3451962f1eaf4367a420676d09857ccbc522686c83d1852abfa8ed6e4a1155cf8f1543ceca528afb591a1e0b7',
    Ke: '0e0672dc86f8e45565d338b0540abe69',
    cA: '58ad4aa88e0b60d5061eb6b5dd93e80d9c4f00d127c65b3b35b1b5281fee38f0',
    cB: 'd3e2e547f1ae04f2dbdbf0fc4b79f8ecff2dff314b5d32fe9fcef2fb26dc459b',
  },
  {
    identityA: '',
    identityB: 'client',
    w: '0548d8729f730589e579b0475a582c1608138ddf7054b73b5381c7e883e2efae',
    x: '403abbe3b1b4b9ba17e3032849759d723939a27a27b9d921c500edde18ed654b',
    y: '903023b6598908936ea7c929bd761af6039577a9c3f9581064187c3049d87065',
    pA: '04a897b769e681c62ac1c2357319a3d363f610839c4477720d24cbe32f5fd85f44fb92ba966578c1b712be6962498834078262caa5b441ecfa9d4a9485720e918a',
    pB: '04e0f816fd1c35e22065d5556215c097e799390d16661c386e0ecc84593974a61b881a8c82327687d0501862970c64565560cb5671f696048050ca66ca5f8cc7fc',
    Ke: '642f05c473c2cd79909f9a841e2f30a7',
    cA: '47d29e6666af1b7dd450d571233085d7a9866e4d49d2645e2df975489521232b',
    cB: '3313c5cefc361d27fb16847a91c2a73b766ffa90a4839122a9b70a2f6bd1d6df',
  },
  {
    identityA: 'server',
    identityB: '',
    w: '626e0cdc7b14c9db3e52a0b1b3a768c98e37852d5db30febe0497b14eae8c254',
    x: '07adb3db6bc623d3399726bfdbfd3d15a58ea776ab8a308b00392621291f9633',
    y: 'b6a4fc8dbb629d4ba51d6f91ed1532cf87adec98f25dd153a75accafafedec16',
    pA: '04f88fb71c99bfffaea370966b7eb99cd4be0ff1a7d335caac4211c4afd855e2e15a873b298503ad8ba1d9cbb9a392d2ba309b48bfd7879aefd0f2cea6009763b0',
    pB: '040c269d6be017dccb15182ac6bfcd9e2a14de019dd587eaf4bdfd353f031101e7cca177f8eb362a6e83e7d5e729c0732e1b528879c086f39ba0f31a9661bd34db',
    Ke: '005184ff460da2ce59062c87733c299c',
    cA: 'bc9f9bbe99f26d0b2260e6456e05a86196a3307ec6663a18bf6ac825736533b2',
    cB: 'c2370e1bf813b086dff0d834e74425a06e6390f48f5411900276dcccc5a297ec',
  },
  {
    identityA: '',
    identityB: '',
    w: '7bf46c454b4c1b25799527d896508afd5fc62ef4ec59db1efb49113063d70cca',
    x: '8cef65df64bb2d0f83540c53632de911b5b24b3eab6cc74a97609fd659e95473',
    y: 'd7a66f64074a84652d8d623a92e20c9675c61cb5b4f6a0063e4648a2fdc02d53',
    pA: '04a65b367a3f613cf9f0654b1b28a1e3a8a40387956c8ba6063e8658563890f46ca1ef6a676598889fc28de2950ab8120b79a5ef1ea4c9f44bc98f585634b46d66',
    pB: '04589f13218822710d98d8b2123a079041052d9941b9cf88c6617ddb2fcc0494662eea8ba6b64692dc318250030c6af045cb738bc81ba35b043c3dcb46adf6f58d',
    Ke: 'fc6374762ba5cf11f4b2caa08b2cd1b9',
    cA: 'dfb4db8d48ae5a675963ea5e6c19d98d4ea028d8e898dad96ea19a80ade95dca',
    cB: 'd0f0609d1613138d354f7e95f19fb556bf52d751947241e8c7118df5ef0ae175',
  },
] as const;

const random = seededRandomness('spake2 test');
const NOTHING = new Uint8Array();
const M = p256.Point.fromHex('02886e2f97ace46e55ba9dd7242579f2993b64e16ef3dcab95afd497333d8fa12f');

function contextOf(side: 'A' | 'B', change: Partial<Spake2Context> = {}): Spake2Context {
  return { side, identityA: utf8('client'), identityB: utf8('server'), associatedData: NOTHING, hash: sha512, ...change };
}

describe.each(APPENDIX_B)('RFC 9382 appendix B, A = "$identityA", B = "$identityB"', (vector) => {
  const { w, x, y } = { w: asScalar(fromHex(vector.w)), x: asScalar(fromHex(vector.x)), y: asScalar(fromHex(vector.y)) };
  const context = { identityA: utf8(vector.identityA), identityB: utf8(vector.identityB), associatedData: NOTHING, hash: sha256 };
  const [shareA, shareB] = [shareOf({ side: 'A', w, secret: x }), shareOf({ side: 'B', w, secret: y })];

  test('shares', () => {
    expect([toHex(shareA), toHex(shareB)]).toEqual([vector.pA, vector.pB]);
  });

  test('keys and confirmations, as each side computes them', () => {
    const keysA = spake2Keys({ ...context, side: 'A' }, { w, secret: x, own: shareA, peer: shareB });
    const keysB = spake2Keys({ ...context, side: 'B' }, { w, secret: y, own: shareB, peer: shareA });
    const hexOf = (keys: typeof keysA) => keys && [keys.sessionKey, keys.ownConfirmation, keys.peerConfirmation].map((part) => toHex(part));
    expect(hexOf(keysA)).toEqual([vector.Ke, vector.cA, vector.cB]);
    expect(hexOf(keysB)).toEqual([vector.Ke, vector.cB, vector.cA]);
  });
});

function runOf(given: {
  readonly wA: Scalar;
  readonly wB: Scalar;
  readonly a?: Partial<Spake2Context>;
  readonly b?: Partial<Spake2Context>;
}) {
  const [x, y] = [drawScalar(random), drawScalar(random)];
  const [shareA, shareB] = [shareOf({ side: 'A', w: given.wA, secret: x }), shareOf({ side: 'B', w: given.wB, secret: y })];
  const keysA = spake2Keys(contextOf('A', given.a), { w: given.wA, secret: x, own: shareA, peer: shareB });
  const keysB = spake2Keys(contextOf('B', given.b), { w: given.wB, secret: y, own: shareB, peer: shareA });
  if (!keysA || !keysB) expect.fail('a run ended in zero');
  return { keysA, keysB };
}

test('another password gives other keys, and neither side confirms to the other', () => {
  const { keysA, keysB } = runOf({ wA: drawScalar(random), wB: drawScalar(random) });
  expect(keysA.sessionKey).not.toEqual(keysB.sessionKey);
  expect(keysA.peerConfirmation).not.toEqual(keysB.ownConfirmation);
  expect(keysB.peerConfirmation).not.toEqual(keysA.ownConfirmation);
});

test.each([
  ['identity of A', { identityA: utf8('clienu') }],
  ['identity of B', { identityB: utf8('serves') }],
  ['names that only together are the same', { identityA: utf8('clients'), identityB: utf8('erver') }],
  ['associated data', { associatedData: utf8('x') }],
  ['hash', { hash: sha256 }],
])('sides that do not agree about the %s do not confirm to each other', (_, change) => {
  const w = drawScalar(random);
  const { keysA, keysB } = runOf({ wA: w, wB: w, a: change });
  expect(keysA.peerConfirmation).not.toEqual(keysB.ownConfirmation);
  expect(keysB.peerConfirmation).not.toEqual(keysA.ownConfirmation);
});

test('a side confirms with another MAC than it expects: its own is of no use to the one who sent it back', () => {
  const w = drawScalar(random);
  const { keysA } = runOf({ wA: w, wB: w });
  expect(keysA.ownConfirmation).not.toEqual(keysA.peerConfirmation);
});

test('both sides with one password have one key of 32 octets and confirmations of 64, and no two runs the same', () => {
  const w = drawScalar(random);
  const [first, second] = [runOf({ wA: w, wB: w }), runOf({ wA: w, wB: w })];
  expect(first.keysA.sessionKey).toEqual(first.keysB.sessionKey);
  expect(first.keysA.ownConfirmation).toEqual(first.keysB.peerConfirmation);
  expect(first.keysB.ownConfirmation).toEqual(first.keysA.peerConfirmation);
  expect([first.keysA.sessionKey.length, first.keysA.ownConfirmation.length]).toEqual([32, 64]);
  expect(second.keysA.sessionKey).not.toEqual(first.keysA.sessionKey);
});

test('a peer that sends the bare mask of the right password gets no key', () => {
  const w = drawScalar(random);
  const secret = drawScalar(random);
  const bare = M.multiply(BigInt(`0x${toHex(w)}`)).toBytes(false) as Share;
  expect(spake2Keys(contextOf('B'), { w, secret, own: shareOf({ side: 'B', w, secret }), peer: bare })).toBeUndefined();
});

describe('what is no share', () => {
  const share = shareOf({ side: 'A', w: drawScalar(random), secret: drawScalar(random) });

  test.each([
    ['nothing', ''],
    ['zero', '00'],
    ['zeros', '00'.repeat(65)],
    ['the compressed form', `02${toHex(share.slice(1, 33))}`],
    ['the hybrid form', `06${toHex(share.slice(1))}`],
    ['a coordinate beyond the field', `04${'ff'.repeat(64)}`],
    ['a point with an octet behind it', `${toHex(share)}00`],
    ['a point of another curve', `04${'00'.repeat(31)}01${'00'.repeat(31)}01`],
  ])('%s', (_, text) => {
    expect(parseShare(fromHex(text))).toBeUndefined();
  });

  test('any bit of a share flipped', () => {
    fc.assert(
      fc.property(fc.nat({ max: 65 * 8 - 1 }), (bit) => {
        const changed = share.slice();
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(parseShare(changed)).toBeUndefined();
      }),
    );
  });

  test('but a share is one', () => {
    expect(parseShare(share)).toEqual(share);
  });
});

test('a scalar is from 1 to n - 1, whatever octets it is made from', () => {
  const most = 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550';
  expect(toHex(scalarFrom(new Uint8Array(48)))).toBe(`${'00'.repeat(31)}01`);
  expect(toHex(scalarFrom(fromHex(`${'00'.repeat(16)}ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc63254f`)))).toBe(most);
  expect(toHex(scalarFrom(fromHex(`${'00'.repeat(16)}${most}`)))).toBe(`${'00'.repeat(31)}01`);
  fc.assert(
    fc.property(octets(48), (wide) => {
      expect(asScalar(scalarFrom(wide))).toEqual(scalarFrom(wide));
    }),
  );
  for (const none of ['', '00'.repeat(32), 'ff'.repeat(32), `${most.slice(0, -1)}1`, '01'.repeat(31)]) {
    expect(() => asScalar(fromHex(none))).toThrow(RangeError);
  }
});
