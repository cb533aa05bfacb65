import { makeOfflineRoot } from '@sallyport/certificates';
import { encryptKey, toPem } from '@sallyport/pki';
import { generateSigningKey, keyFileCryptographyOfNode } from '@sallyport/pki/node-cryptography';
import { type CaVerb, EXIT_FAILED, readArguments } from '../verb.ts';
import { CeremonyTrouble, keepRoot, makeCeremonyFolder, openCeremonyFolder } from './ceremony-folder.ts';
import { type DaysWish, readDays } from './days.ts';
import { type PassphraseSource, choosePassphrase, explainPassphrase, passphraseSource } from './passphrase.ts';
import { ceremonyPorts, explainCeremony, tellHead, tellingTrouble } from './with-root.ts';

/** On a machine without an installation, and better without a network. */
export const makeRoot: CaVerb = {
  name: 'make-root',
  synopsis: '--offline FOLDER --organization NAME --name NAME [--days NUMBER] [--passphrase-fd NUMBER]',
  prepare: (given) => {
    const asked = read(given);
    return asked && (() => tellingTrouble(() => run(asked)));
  },
};

interface Asked extends DaysWish {
  readonly path: string;
  readonly organization: string;
  readonly commonName: string;
  readonly passphrase: PassphraseSource;
}

async function run({ path, passphrase, ...wish }: Asked): Promise<number> {
  const chosen = await choosePassphrase(passphrase);
  if (typeof chosen === 'string') throw new CeremonyTrouble(explainPassphrase(chosen));
  const { pkcs8, key } = await generateSigningKey();
  const made = await makeOfflineRoot(ceremonyPorts, { ...wish, key });
  const locked = await encryptKey(keyFileCryptographyOfNode, { pkcs8, password: chosen.reveal() });
  pkcs8.fill(0);
  if (!made.ok) {
    process.stderr.write(`${explainCeremony(made.error)}\n`);
    return EXIT_FAILED;
  }
  makeCeremonyFolder(path);
  const { der, line } = made.value;
  keepRoot(path, { keyPem: toPem('ENCRYPTED PRIVATE KEY', locked), rootPem: toPem('CERTIFICATE', der), line });
  tellHead(openCeremonyFolder(path));
  return 0;
}

function read(given: readonly string[]): Asked | undefined {
  const text = { type: 'string' } as const;
  const written = readArguments(given, { offline: text, organization: text, name: text, days: text, 'passphrase-fd': text });
  const { offline: path, organization, name: commonName, days, 'passphrase-fd': descriptor } = written?.values ?? {};
  const [wish, passphrase] = [readDays(days), passphraseSource(descriptor)];
  const isWhole = path !== undefined && organization !== undefined && commonName !== undefined && written?.positionals.length === 0;
  return isWhole && wish && passphrase ? { path, organization, commonName, passphrase, ...wish } : undefined;
}
