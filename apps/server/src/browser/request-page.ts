/**
 * What a script adds to the page that asks for a certificate: a file is read into the form, and a key is made here. The key never stands in the form:
 * it goes into a file on this device and nowhere else.
 */
import { type Identifier, csrToSign, encryptKey, parseIdentifier, signedCsr } from '@sallyport/pki';
import { browserKeyFiles } from './key-file-cryptography.ts';
import { offer, pem } from './saved-files.ts';

export function startRequestPage(window: Window): void {
  const page = window.document;
  for (const input of page.querySelectorAll<HTMLInputElement>('input[data-read-into]')) readFilesInto(page, input);
  for (const place of page.querySelectorAll<HTMLElement>('[data-make-key]')) makeKeysAt(page, place);
}

/** A request of a hundred names has 10 kB; a larger file is another kind of file, and the server says so of its beginning. */
const FILE_MAX_OCTETS = 49_152;
const SEQUENCE = 0x30;

function readFilesInto(page: Document, input: HTMLInputElement): void {
  input.addEventListener('change', () => {
    const file = input.files?.[0];
    if (!file) return;
    void file
      .slice(0, FILE_MAX_OCTETS)
      .arrayBuffer()
      .then((buffer) => {
        const octets = new Uint8Array(buffer);
        const text = octets[0] === SEQUENCE ? pem('CERTIFICATE REQUEST', octets) : new TextDecoder().decode(octets);
        fill(page, input.dataset['readInto'] ?? '', text);
      });
  });
}

function fill(page: Document, name: string, text: string): void {
  const field = page.querySelector<HTMLTextAreaElement>(`textarea[name="${name}"]`);
  if (field) field.value = text;
}

function makeKeysAt(page: Document, place: HTMLElement): void {
  const { done = '', locked = '', names: namesFirst = '', failed = '' } = place.dataset;
  const password = place.querySelector<HTMLInputElement>('input[type=password]');
  const word = place.querySelector('[role=status]');
  const save = place.querySelector<HTMLAnchorElement>('[data-save-key]');
  const say = (text: string) => {
    if (word) word.textContent = text;
  };
  const button = place.querySelector('button');
  // Here it means the key, and not that the request be sent.
  password?.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    button?.click();
  });
  // Names that stand on the page; where there are none, those that are typed on it.
  const namesOf = (): readonly string[] => linesOf(place.dataset['makeKey'] || (typed(page)?.value ?? ''));
  button?.addEventListener('click', () => {
    const texts = namesOf();
    const names = namesIn(texts);
    if (names === undefined) {
      say(namesFirst);
      typed(page)?.focus();
      return;
    }
    const secret = password?.value ?? '';
    makeKey(names, secret).then(
      ({ key, csr }) => {
        fill(page, 'csr', csr);
        const file = `${fileStem(texts)}.key.pem`;
        offer(save, { name: file, type: 'application/x-pem-file', content: key });
        say((secret === '' ? done : locked).replace('{file}', file));
      },
      () => {
        say(failed);
      },
    );
  });
}

function typed(page: Document): HTMLTextAreaElement | null {
  return page.querySelector('textarea[name=names]');
}

function linesOf(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** Undefined unless there is at least one, and each is one. */
function namesIn(texts: readonly string[]): readonly Identifier[] | undefined {
  const parsed = texts.map((text) => parseIdentifier(text));
  const names = parsed.flatMap((one) => (one.ok ? [one.value] : []));
  return names.length > 0 && names.length === parsed.length ? names : undefined;
}

/** The first name, as a file may be called everywhere. */
function fileStem([first = '']: readonly string[]): string {
  return first.toLowerCase().replace('*', 'wildcard').replaceAll(':', '-');
}

async function makeKey(names: readonly Identifier[], password: string): Promise<{ readonly key: string; readonly csr: string }> {
  const { subtle } = globalThis.crypto;
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const pair = await subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const spki = new Uint8Array(await subtle.exportKey('spki', pair.publicKey));
  const info = csrToSign({ spki, names });
  const signature = new Uint8Array(await subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, info));
  const pkcs8 = new Uint8Array(await subtle.exportKey('pkcs8', pair.privateKey));
  const key =
    password === '' ? pem('PRIVATE KEY', pkcs8) : pem('ENCRYPTED PRIVATE KEY', await encryptKey(browserKeyFiles, { pkcs8, password }));
  pkcs8.fill(0);
  return { key, csr: pem('CERTIFICATE REQUEST', signedCsr({ info, signature })) };
}
