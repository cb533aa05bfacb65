/**
 * What a script adds to the page of a certificate: it is put into one file with its key (PKCS #12). The key is read from the device and the file is written
 * back to it; what comes from the server is the chain, which is public.
 */
import { fromPem, openKeyFile, toHex, writePkcs12 } from '@sallyport/pki';
import { browserKeyFiles } from './key-file-cryptography.ts';
import { offer } from './saved-files.ts';

export function startCertificatePage(window: Window): void {
  for (const place of window.document.querySelectorAll<HTMLElement>('[data-make-pkcs12]')) makeFilesAt(place);
}

type Octets = Uint8Array<ArrayBuffer>;

/** In the words of the page: it has a sentence for each. */
type Trouble = 'noFile' | 'noPassword' | 'noKey' | 'lockUnknown' | 'passwordWrong' | 'otherKey' | 'failed';
type Made = { readonly file: Octets } | { readonly trouble: Trouble };

const CHAIN_LIMITS = { characters: 262_144, blocks: 16 };

function makeFilesAt(place: HTMLElement): void {
  const { chain = '', key = '', name = '', file = '', done = '', working = '' } = place.dataset;
  const word = place.querySelector('[role=status]');
  const save = place.querySelector<HTMLAnchorElement>('[data-save-pkcs12]');
  const say = (text: string) => {
    if (word) word.textContent = text;
  };
  const button = place.querySelector('button');
  button?.addEventListener('click', () => {
    if (button.disabled) return;
    button.disabled = true;
    say(working);
    const input = place.querySelector<HTMLInputElement>('input[type=file]');
    const password = place.querySelector<HTMLInputElement>('input[type=password]')?.value ?? '';
    void make({ file: input?.files?.[0], password, chain, key, name })
      .catch((): Made => ({ trouble: 'failed' }))
      .then((made) => {
        button.disabled = false;
        if ('trouble' in made) {
          say(place.dataset[made.trouble] ?? '');
          return;
        }
        offer(save, { name: file, type: 'application/x-pkcs12', content: made.file });
        say(done.replace('{file}', file));
      });
  });
}

interface Given {
  readonly file: File | undefined;
  readonly password: string;
  /** Where leaf and chain are, in PEM. */
  readonly chain: string;
  /** SHA-256 of the leaf's public key, hexadecimal. */
  readonly key: string;
  readonly name: string;
}

const TROUBLES = {
  'key-file-too-large': 'noKey',
  'key-file-malformed': 'noKey',
  'key-file-lock-unknown': 'lockUnknown',
  'key-file-password-wrong': 'passwordWrong',
} as const;

async function make({ file, password, chain, key, name }: Given): Promise<Made> {
  if (!file) return { trouble: 'noFile' };
  if (password === '') return { trouble: 'noPassword' };
  const opened = await openKeyFile(browserKeyFiles, { text: await file.slice(0, 65_536).text(), password });
  if (!opened.ok) return { trouble: TROUBLES[opened.error.code] };
  const pkcs8 = opened.value;
  try {
    if ((await fingerprintOf(pkcs8)) !== key) return { trouble: 'otherKey' };
    const answer = await fetch(chain);
    const certificates = answer.ok ? fromPem(await answer.text(), ['CERTIFICATE'], CHAIN_LIMITS) : undefined;
    if (certificates?.ok !== true) return { trouble: 'failed' };
    return { file: await writePkcs12(browserKeyFiles, { pkcs8, certificates: certificates.value, name, password }) };
  } finally {
    pkcs8.fill(0);
  }
}

/** The kinds of key that a certificate of ours may have. A browser says of each whether it is one by importing it. */
const KINDS = [
  ...['P-256', 'P-384', 'P-521'].map((namedCurve) => ({ name: 'ECDSA', namedCurve })),
  { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
];

/** SHA-256 of the public half; undefined for a key of a kind that no browser knows. */
async function fingerprintOf(pkcs8: Octets): Promise<string | undefined> {
  const { subtle } = globalThis.crypto;
  for (const kind of KINDS) {
    const key = await subtle.importKey('pkcs8', pkcs8, kind, true, ['sign']).catch(() => undefined);
    if (key === undefined) continue;
    const { kty, crv, x, y, n, e } = await subtle.exportKey('jwk', key);
    const half = Object.fromEntries(Object.entries({ kty, crv, x, y, n, e }).filter(([, value]) => value !== undefined)) as JsonWebKey;
    const spki = await subtle.exportKey('spki', await subtle.importKey('jwk', half, kind, true, ['verify']));
    return toHex(new Uint8Array(await subtle.digest('SHA-256', spki)));
  }
  return undefined;
}
