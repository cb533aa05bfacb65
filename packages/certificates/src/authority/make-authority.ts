import {
  type Bytes,
  type Cryptography,
  type Issuer,
  type Pointers,
  type SigningKey,
  createCeremonySigner,
  newSerial,
  readPublicKeyInfo,
  writeIssuingCa,
  writeRoot,
} from '@sallyport/pki';
import type { Clock, Randomness } from '@sallyport/platform';
import { mustFit } from './own-authorities.ts';

export interface CeremonySurroundings {
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly cryptography: Cryptography;
  /** The organisation that runs it, as its certificates name it. */
  readonly name: string;
}

const DAY_MS = 86_400_000;
export const ROOT_DAYS = 20 * 365;
export const ISSUING_DAYS = 10 * 365;

export async function makeRoot({ clock, randomness, cryptography, name }: CeremonySurroundings, key: SigningKey): Promise<Bytes> {
  const now = clock.now();
  const tbs = writeRoot(
    {
      serial: newSerial(randomness),
      publicKey: mustFit(readPublicKeyInfo(key.publicKey)),
      subject: { organization: name, commonName: `${name} Root`.slice(0, 64) },
      validity: validFor(now, ROOT_DAYS),
    },
    cryptography,
  );
  return mustFit(await createCeremonySigner({ key, cryptography }).signRoot({ tbs: mustFit(tbs), now }));
}

export interface IssuingCaWish {
  readonly rootKey: SigningKey;
  readonly root: Issuer;
  readonly key: SigningKey;
  /** 1 for the first: each has a name of its own. */
  readonly generation: number;
  /** Where the files of the root are. */
  readonly pointers: Pointers;
}

/** Ten years, or as long as its root lasts. */
export async function makeIssuingCa(surroundings: CeremonySurroundings, wish: IssuingCaWish): Promise<Bytes> {
  const { clock, randomness, cryptography, name } = surroundings;
  const now = clock.now();
  const { notBefore, notAfter } = validFor(now, ISSUING_DAYS);
  const tbs = writeIssuingCa(
    {
      serial: newSerial(randomness),
      publicKey: mustFit(readPublicKeyInfo(wish.key.publicKey)),
      subject: issuingSubject(name, wish.generation),
      validity: { notBefore, notAfter: Math.min(notAfter, wish.root.validity.notAfter) },
      issuer: wish.root,
      pathLength: 0,
      pointers: wish.pointers,
    },
    cryptography,
  );
  const ceremony = createCeremonySigner({ key: wish.rootKey, cryptography });
  return mustFit(await ceremony.signIssuingCa({ tbs: mustFit(tbs), now, issuer: wish.root }));
}

/** What an issuing CA is called, here or in a ceremony. */
export function issuingSubject(name: string, generation: number): { readonly organization: string; readonly commonName: string } {
  const number = generation === 1 ? '' : ` ${String(generation)}`;
  return { organization: name, commonName: `${name.slice(0, 50)} Issuing CA${number}` };
}

/** From a second ago, for as many days. */
export function validFor(now: number, days: number): { readonly notBefore: number; readonly notAfter: number } {
  const notBefore = Math.floor(now / 1000) * 1000 - 1000;
  return { notBefore, notAfter: notBefore + days * DAY_MS - 1000 };
}
