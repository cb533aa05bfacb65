import { type ChainMistake, type IssuingImport, describeAuthorities } from '@sallyport/certificates';
import { CERTIFICATES_MAX_CHARACTERS, type DecodedCertificate, readCertificates } from '@sallyport/pki';
import { withInstallation } from '../../with-installation.ts';
import { CeremonyTrouble, readText } from './ceremony/ceremony-folder.ts';
import { tellingTrouble } from './ceremony/with-root.ts';
import { described } from './show.ts';
import { type CaVerb, EXIT_FAILED, readArguments } from './verb.ts';

const MISTAKES: Readonly<Record<ChainMistake, string>> = {
  'key-not-requested': 'Its key is not the one that was asked for last: sallyport ca request-issuing',
  'root-not-a-root': 'What stands above it is not a root that may sign certificates and lists.',
  'chain-does-not-hold': 'It was not signed by that root, or is not valid now.',
  'path-length': 'It is not a CA below which there is no other (CA:TRUE, path length 0).',
  usage: 'It is not for signing certificates and lists alone.',
  'outlives-root': 'It would outlive its root.',
  'name-taken': 'A CA of this name is here already.',
  'pointers-elsewhere': 'It says that the files of its root are somewhere else than here: sallyport ca request-issuing tells where.',
};

const SENTENCES: Readonly<Record<Exclude<IssuingImport['kind'], 'imported' | 'mistaken'>, string>> = {
  'root-not-chosen':
    'That root is not here yet. Compare its fingerprint with the paper of the ceremony, and say it: --root-sha256 FINGERPRINT',
  'root-is-here': 'The key of that root is here, and no ceremony is needed: sallyport ca roll-issuing --yes',
  overtaken: 'Another issuing CA was made or imported at this moment. Nothing was done.',
};

/** It issues from then on, which cannot be taken back, so it has to be said twice. */
export const importIssuing: CaVerb = {
  name: 'import-issuing',
  synopsis: 'CHAIN [--root-sha256 FINGERPRINT] --yes',
  prepare: (given) => {
    const written = readArguments(given, { 'root-sha256': { type: 'string' }, yes: { type: 'boolean' } });
    const [file, ...rest] = written?.positionals ?? [];
    const { 'root-sha256': fingerprint, yes } = written?.values ?? {};
    if (file === undefined || rest.length > 0 || yes !== true) return undefined;
    return () => tellingTrouble(() => run(file, fingerprint));
  },
};

function run(file: string, fingerprint: string | undefined): Promise<number> {
  const [issuing, root] = chainIn(file);
  const rootFingerprint = fingerprint?.replaceAll(':', '').toLowerCase();
  return withInstallation({ environment: process.env }, async ({ installation }) => {
    const { certificates } = installation;
    const outcome = await certificates.authorities.adopt({ issuing, root, rootFingerprint });
    if (outcome.kind !== 'imported') {
      process.stderr.write(`${outcome.kind === 'mistaken' ? MISTAKES[outcome.mistake] : SENTENCES[outcome.kind]}\n`);
      return EXIT_FAILED;
    }
    const { authorityId, rootId } = outcome;
    const imported = (await describeAuthorities(certificates)).filter((one) => [authorityId, rootId].includes(one.authorityId));
    process.stdout.write(
      `${imported.map(described).join('\n')}${authorityId} issues from now on. Now the list of ${rootId}: import-list\n`,
    );
    return 0;
  });
}

function chainIn(file: string): readonly [DecodedCertificate, DecodedCertificate] {
  const certificates = readCertificates(readText(file, CERTIFICATES_MAX_CHARACTERS));
  const [issuing, root, ...others] = certificates.ok ? certificates.value : [];
  if (issuing === undefined || root === undefined || others.length > 0) {
    throw new CeremonyTrouble(`${file} is not an issuing CA and its root, in this order.`);
  }
  return [issuing, root];
}
