import type { CeremonyRefusal, OfflineRoot } from '@sallyport/certificates';
import { fingerprintsOf, colonHex, openKeyFile } from '@sallyport/pki';
import { keyFileCryptographyOfNode, loadSigningKey, nodeCryptography } from '@sallyport/pki/node-cryptography';
import { systemClock, systemRandomness } from '@sallyport/platform';
import { EXIT_FAILED, instantText } from '../verb.ts';
import {
  type CeremonyFolder,
  CeremonyTrouble,
  lockCeremonyFolder,
  openCeremonyFolder,
  readTranscriptFile,
  transcriptPath,
} from './ceremony-folder.ts';
import { type PassphraseSource, askPassphrase, explainPassphrase } from './passphrase.ts';

export const ceremonyPorts = { clock: systemClock, randomness: systemRandomness, cryptography: nodeCryptography };

/** Tells what stands in the way of a ceremony instead of throwing it. */
export async function tellingTrouble(work: () => number | Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CeremonyTrouble)) throw error;
    process.stderr.write(`${error.message}\n`);
    return EXIT_FAILED;
  }
}

/** Brings the key of a root out for one step. @throws CeremonyTrouble without the passphrase. */
export async function withRoot(
  given: { readonly path: string; readonly passphrase: PassphraseSource },
  work: (offline: OfflineRoot, folder: CeremonyFolder) => Promise<number>,
): Promise<number> {
  const lock = lockCeremonyFolder(given.path);
  try {
    return await bringOut(openCeremonyFolder(given.path), given.passphrase, work);
  } finally {
    lock.close();
  }
}

async function bringOut(
  folder: CeremonyFolder,
  source: PassphraseSource,
  work: (offline: OfflineRoot, folder: CeremonyFolder) => Promise<number>,
): Promise<number> {
  const passphrase = await askPassphrase(source);
  if (typeof passphrase === 'string') throw new CeremonyTrouble(explainPassphrase(passphrase));
  const opened = await openKeyFile(keyFileCryptographyOfNode, { text: folder.keyFile, password: passphrase.reveal() });
  if (!opened.ok) throw new CeremonyTrouble(KEY_SENTENCES[opened.error.code]);
  try {
    const { root, transcript } = folder;
    return await work({ key: loadSigningKey(opened.value), root, transcript }, folder);
  } finally {
    opened.value.fill(0);
  }
}

const KEY_SENTENCES = {
  'key-file-too-large': 'The file of the key is larger than any key.',
  'key-file-malformed': 'There is no key in the file of the key.',
  'key-file-lock-unknown': 'The key is encrypted in a way that is not read here.',
  'key-file-password-wrong': 'That is not the passphrase. Nothing was signed.',
} as const;

/** What belongs on paper after every step. */
export function tellHead({ path, root }: CeremonyFolder): void {
  const { entries, head } = readTranscriptFile(transcriptPath(path), root);
  const lines = [
    `root        ${colonHex(fingerprintsOf(root.certificate.der, nodeCryptography).sha256)}`,
    `transcript  ${String(entries.length)} lines, head ${head}`,
    'Write both on paper, with the date and the names of those who were there.',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

const SENTENCES: Partial<Readonly<Record<CeremonyRefusal['code'], string>>> = {
  'not-signed-by-this-root': 'by its transcript, this root has not signed that certificate',
  'revoked-before': 'the list says that already',
  'days-malformed': 'that is no number of days',
  'subject-malformed': 'a name may not be empty, too long, or have signs that nobody sees',
  'csr-signature-wrong': 'the request is not signed by the key it is for',
  'csr-malformed': 'that is not a certification request',
};

export function explainCeremony(refusal: CeremonyRefusal): string {
  return `Nothing was signed: ${becauseOf(refusal)}.`;
}

function becauseOf(refusal: CeremonyRefusal): string {
  if (refusal.code === 'signer-objects') return `the signer objects to it (${refusal.objection})`;
  if (refusal.code === 'list-refused') return refusal.because;
  if (refusal.code === 'lifetime-outlives-issuer') return `it would outlive its root, which ends ${instantText(refusal.issuerNotAfter)}`;
  return SENTENCES[refusal.code] ?? refusal.code;
}
