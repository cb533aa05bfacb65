import { type ListImport, importList as importIntoInstallation } from '@sallyport/certificates';
import { fromPem } from '@sallyport/pki';
import { withInstallation } from '../../with-installation.ts';
import { CeremonyTrouble, readText } from './ceremony/ceremony-folder.ts';
import { tellingTrouble } from './ceremony/with-root.ts';
import { type CaVerb, EXIT_FAILED } from './verb.ts';

const SENTENCES: Readonly<Record<Exclude<ListImport['kind'], 'imported' | 'forgets' | 'in-use'>, string>> = {
  malformed: 'That is not a revocation list.',
  'of-another-root': 'No root that was imported here has signed that list.',
  'not-of-now': 'That list is over, or from the future: look at the clock of this machine and at that of the ceremony.',
  'not-complete': 'That list is only a part, or has no number.',
  'not-newer': 'The list that is served is as new, or newer.',
};

export const importList: CaVerb = {
  name: 'import-list',
  synopsis: 'FILE',
  prepare: ([file, ...rest]) => {
    if (file === undefined || rest.length > 0 || file.startsWith('-')) return undefined;
    return () => tellingTrouble(() => run(file));
  },
};

/** A root signs few CAs, so its lists are small. */
const LIST_MAX_CHARACTERS = 1_048_576;

function run(file: string): Promise<number> {
  const blocks = fromPem(readText(file, LIST_MAX_CHARACTERS), ['X509 CRL'], { characters: LIST_MAX_CHARACTERS, blocks: 1 });
  const [der] = blocks.ok ? blocks.value : [];
  if (der === undefined) throw new CeremonyTrouble(`${file} is not a revocation list in PEM.`);
  return withInstallation({ environment: process.env }, async ({ installation }) => {
    const outcome = await importIntoInstallation(installation.certificates, der);
    if (outcome.kind === 'imported') {
      const { rootId, number, stillToList } = outcome;
      process.stdout.write(`Number ${String(number)} of ${rootId} is served from now on.\n`);
      for (const one of stillToList) process.stdout.write(`${one} is revoked here, and that list does not say so: the next has to.\n`);
      return 0;
    }
    process.stderr.write(`${becauseOf(outcome)}\n`);
    return EXIT_FAILED;
  });
}

function becauseOf(outcome: Exclude<ListImport, { readonly kind: 'imported' }>): string {
  if (outcome.kind === 'forgets') return `That list forgets ${outcome.authorityId}, which one before it says.`;
  if (outcome.kind === 'in-use') return `That list revokes ${outcome.authorityId}, which issues now. Import the next issuing CA first.`;
  return SENTENCES[outcome.kind];
}
