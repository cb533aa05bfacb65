import { isRefusal, verifyOrganisationByOperator } from '@sallyport/certificates';
import type { Subject } from '@sallyport/pki';
import { printable } from '../../token/terminal/printable.ts';
import { withInstallation } from '../../with-installation.ts';
import { oneOrganisation } from './one-organisation.ts';
import { type CaVerb, EXIT_FAILED, readArguments } from './verb.ts';

/** What the operator writes, and what it is in a subject. */
const FIELDS = {
  country: 'country',
  state: 'stateOrProvince',
  locality: 'locality',
  organization: 'organization',
  unit: 'organizationalUnit',
} as const satisfies Record<string, keyof Subject>;

type Field = keyof typeof FIELDS;

/** All that is verified is said at once: what is left out is taken back. */
export const verifyOrganisation: CaVerb = {
  name: 'verify-organisation',
  synopsis: 'ORGANISATION ([--country CODE] [--state NAME] [--locality NAME] [--organization NAME] [--unit NAME] | --nothing) --yes',
  prepare: (given) => {
    const asked = read(given);
    return asked && (() => run(asked));
  },
};

interface Asked {
  readonly called: string;
  readonly subject: Omit<Subject, 'commonName'>;
}

function run({ called, subject }: Asked): Promise<number> {
  return withInstallation({ environment: process.env }, async ({ installation }) => {
    const organisation = await oneOrganisation({ installation }, called);
    if (organisation === undefined) return EXIT_FAILED;
    const { organisationId, name } = organisation;
    const outcome = await verifyOrganisationByOperator(installation.certificates, { organisationId, subject });
    if (isRefusal(outcome)) {
      process.stderr.write(
        'That cannot stand in a certificate: a country has two capital letters, and nothing may be empty or too long.\n',
      );
      return EXIT_FAILED;
    }
    const isEmpty = Object.keys(subject).length === 0;
    process.stdout.write(
      isEmpty
        ? `Nothing of "${printable(name)}" may stand in a certificate any more. Those that exist go on.\n`
        : `From now on this may stand in certificates of "${printable(name)}", to the letter, and nothing else.\n`,
    );
    return 0;
  });
}

function read(given: readonly string[]): Asked | undefined {
  const [text, flag] = [{ type: 'string' }, { type: 'boolean' }] as const;
  const fields = { country: text, state: text, locality: text, organization: text, unit: text } as const satisfies Record<Field, unknown>;
  const written = readArguments(given, { ...fields, nothing: flag, yes: flag });
  const [called, ...rest] = written?.positionals ?? [];
  const { yes, nothing = false, ...said } = written?.values ?? {};
  const subject = Object.fromEntries(Object.entries(said).map(([field, value]) => [FIELDS[field as Field], value]));
  const isWhole = nothing === (Object.keys(subject).length === 0);
  return called === undefined || rest.length > 0 || yes !== true || !isWhole ? undefined : { called, subject };
}
