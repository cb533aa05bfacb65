import { signOfflineList } from '@sallyport/certificates';
import {
  CERTIFICATES_MAX_CHARACTERS,
  type DecodedCertificate,
  type RevocationReason,
  isRevocationReason,
  readCertificates,
  toPem,
} from '@sallyport/pki';
import { type CaVerb, EXIT_FAILED, readArguments } from '../verb.ts';
import { CeremonyTrouble, keepStep, readText } from './ceremony-folder.ts';
import { type DaysWish, readDays } from './days.ts';
import { type PassphraseSource, passphraseSource } from './passphrase.ts';
import { ceremonyPorts, explainCeremony, tellHead, tellingTrouble, withRoot } from './with-root.ts';

export const signList: CaVerb = {
  name: 'sign-list',
  synopsis: '--offline FOLDER [--revoke FILE --reason REASON] [--days NUMBER] [--passphrase-fd NUMBER]',
  prepare: (given) => {
    const asked = read(given);
    return asked && (() => tellingTrouble(() => run(asked)));
  },
};

interface Asked extends DaysWish {
  readonly path: string;
  readonly revoke: { readonly file: string; readonly reason: RevocationReason } | undefined;
  readonly passphrase: PassphraseSource;
}

function run({ path, revoke, passphrase, ...wish }: Asked): Promise<number> {
  const revoked = revoke && { certificate: firstIn(revoke.file), reason: revoke.reason };
  return withRoot({ path, passphrase }, async (offline, folder) => {
    const signed = await signOfflineList(ceremonyPorts, offline, { ...wish, ...(revoked && { revoked }) });
    if (!signed.ok) {
      process.stderr.write(`${explainCeremony(signed.error)}\n`);
      return EXIT_FAILED;
    }
    const { der, line, listNumber } = signed.value;
    const file = keepStep(folder, { line, name: `list-${String(listNumber)}.pem`, pem: toPem('X509 CRL', der) });
    process.stdout.write(`list        ${file}\n`);
    tellHead(folder);
    return 0;
  });
}

/** A chain begins with the CA it is about. */
function firstIn(file: string): DecodedCertificate {
  const certificates = readCertificates(readText(file, CERTIFICATES_MAX_CHARACTERS));
  const [first] = certificates.ok ? certificates.value : [];
  if (first === undefined) throw new CeremonyTrouble(`${file} is no certificate.`);
  return first;
}

function read(given: readonly string[]): Asked | undefined {
  const text = { type: 'string' } as const;
  const written = readArguments(given, { offline: text, revoke: text, reason: text, days: text, 'passphrase-fd': text });
  const { offline: path, revoke: file, reason, days, 'passphrase-fd': descriptor } = written?.values ?? {};
  const [wish, passphrase] = [readDays(days), passphraseSource(descriptor)];
  if (path === undefined || written?.positionals.length !== 0 || !wish || !passphrase) return undefined;
  if (file === undefined || reason === undefined) {
    return file === reason ? { path, revoke: undefined, passphrase, ...wish } : undefined;
  }
  return isRevocationReason(reason) ? { path, revoke: { file, reason }, passphrase, ...wish } : undefined;
}
