import { signOfflineIssuing } from '@sallyport/certificates';
import { CSR_MAX_CHARACTERS, pemChain } from '@sallyport/pki';
import { type CaVerb, EXIT_FAILED, readArguments } from '../verb.ts';
import { keepStep, readText } from './ceremony-folder.ts';
import { type DaysWish, readDays } from './days.ts';
import { type PassphraseSource, passphraseSource } from './passphrase.ts';
import { ceremonyPorts, explainCeremony, tellHead, tellingTrouble, withRoot } from './with-root.ts';

/** Everything but the key is said here, by whoever leads the ceremony: a request decides nothing. */
export const signIssuing: CaVerb = {
  name: 'sign-issuing',
  synopsis:
    '--offline FOLDER --request FILE --organization NAME --name NAME --list-url URL --root-url URL [--days NUMBER] [--passphrase-fd NUMBER]',
  prepare: (given) => {
    const asked = read(given);
    return asked && (() => tellingTrouble(() => run(asked)));
  },
};

interface Asked extends DaysWish {
  readonly path: string;
  readonly requestFile: string;
  readonly organization: string;
  readonly commonName: string;
  readonly listUrl: string;
  readonly rootUrl: string;
  readonly passphrase: PassphraseSource;
}

function run({ path, passphrase, requestFile, listUrl, rootUrl, ...wish }: Asked): Promise<number> {
  const request = readText(requestFile, CSR_MAX_CHARACTERS);
  return withRoot({ path, passphrase }, async (offline, folder) => {
    const pointers = { crl: [listUrl], ocsp: [], issuer: [rootUrl] };
    const signed = await signOfflineIssuing(ceremonyPorts, offline, { ...wish, request, pointers });
    if (!signed.ok) {
      process.stderr.write(`${explainCeremony(signed.error)}\n`);
      return EXIT_FAILED;
    }
    const { der, line } = signed.value;
    const name = `issuing-line-${String(offline.transcript.entries.length + 1)}.pem`;
    const file = keepStep(folder, { line, name, pem: pemChain([der, offline.root.certificate.der]) });
    process.stdout.write(`chain       ${file}\n`);
    tellHead(folder);
    return 0;
  });
}

function read(given: readonly string[]): Asked | undefined {
  const text = { type: 'string' } as const;
  const written = readArguments(given, {
    offline: text,
    request: text,
    organization: text,
    name: text,
    'list-url': text,
    'root-url': text,
    days: text,
    'passphrase-fd': text,
  });
  const { offline: path, request: requestFile, organization, name: commonName } = written?.values ?? {};
  const { 'list-url': listUrl, 'root-url': rootUrl, days, 'passphrase-fd': descriptor } = written?.values ?? {};
  const [wish, passphrase] = [readDays(days), passphraseSource(descriptor)];
  if (path === undefined || requestFile === undefined || organization === undefined || commonName === undefined) return undefined;
  if (!isHttpAddress(listUrl) || !isHttpAddress(rootUrl) || written?.positionals.length !== 0 || !wish || !passphrase) return undefined;
  return { path, requestFile, organization, commonName, listUrl, rootUrl, passphrase, ...wish };
}

/** They stand in a certificate as they are written. */
function isHttpAddress(text: string | undefined): text is string {
  return text !== undefined && text.length <= 1024 && /^https?:\/\/[!-~]+$/.test(text) && URL.canParse(text);
}
