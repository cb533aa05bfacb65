import type { OtpAccount } from '@sallyport/protocol';

/** The accounts that every file of the corpus holds, each way a program writes them. Invented people and services. */

export interface CastAccount {
  readonly issuer: string;
  readonly label: string;
  readonly type: 'totp' | 'hotp';
  readonly algorithm: 'SHA1' | 'SHA256' | 'SHA512';
  readonly digits: 6 | 7 | 8;
  readonly period: number;
  readonly counter: number;
  /** The same secret twice, so that no Base32 of ours is asked: the judges were made elsewhere. */
  readonly base32: string;
  readonly hex: string;
}

const USUAL = { type: 'totp', algorithm: 'SHA1', digits: 6, period: 30, counter: 0 } as const;

export const BANK: CastAccount = {
  ...USUAL,
  issuer: 'Northwind Bank',
  label: 'ada@northwind.example',
  base32: 'BGXQDLPC3OZXLZE4RUVMVQARLX26MIG7',
  hex: '09af01ade2dbb375e49c8d2acac0115df5e620df',
};

/** Nothing of it is at its default. */
export const CLOUD: CastAccount = {
  ...USUAL,
  issuer: 'Harbour Cloud',
  label: 'ada',
  algorithm: 'SHA256',
  digits: 8,
  period: 60,
  base32: '4MHP4P4PHWBJAOUH2GDYBL32LKARKAKZAJSDC46TPQ2KQM5HHWKQ',
  hex: 'e30efe3f8f3d82903a87d18780af7a5a8115015902643173d37c34a833a73d95',
};

export const MAIL: CastAccount = {
  ...USUAL,
  issuer: 'Lighthouse Mail',
  label: 'ada+ops@lighthouse.example',
  type: 'hotp',
  counter: 42,
  base32: 'CDTQRO44LEM63TNEZE7MVSUBBIPARIVO',
  hex: '10e708bb9c5919edcda4c93ecaca810a1e08a2ae',
};

export const OVERSEAS: CastAccount = {
  ...USUAL,
  issuer: 'Übersee & Söhne',
  label: 'Ада 🚢',
  algorithm: 'SHA512',
  digits: 7,
  base32: 'UER6N35LMPGBVB5Q4RZBS3SIK5W2HUUS7VWRUXRTXE7DQTDFPYRKPK34FDZKEBPPI3A2TEF74GU4FMITFCOK56QFMWWPNN2CBN5DHSI',
  hex: 'a123e6efab63cc1a87b0e472196e48576da3d292fd6d1a5e33b93e384c657e22a7ab7c28f2a205ef46c1a990bfe1a9c2b113289caefa0565acf6b7420b7a33c9',
};

/** What is given to a reader as an account, and must not be taken for one. */
export const GAMES = { issuer: 'Steam', label: 'ada_plays', base32: 'VBNZV6RF22Z5HCTAX6IKL5W4KM' } as const;

export const PASSWORD = 'Möwe über dem Hafen 7';

export function accountOf(cast: CastAccount): OtpAccount {
  const { issuer, label, type, algorithm, digits, period, counter } = cast;
  return { issuer, label, otp: { type, algorithm, digits, period, counter }, secret: new Uint8Array(Buffer.from(cast.hex, 'hex')) };
}

export function uriOf(cast: CastAccount, more = ''): string {
  const moving = cast.type === 'totp' ? `period=${String(cast.period)}` : `counter=${String(cast.counter)}`;
  const issuer = encodeURIComponent(cast.issuer);
  const name = `${issuer}:${encodeURIComponent(cast.label)}`;
  const parameters = `secret=${cast.base32}&issuer=${issuer}&algorithm=${cast.algorithm}&digits=${String(cast.digits)}&${moving}${more}`;
  return `otpauth://${cast.type}/${name}?${parameters}`;
}
