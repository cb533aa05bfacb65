import { type OrganisationDescription, describeOrganisations } from '@sallyport/certificates';
import { SUBJECT_FIELDS } from '@sallyport/pki';
import { printable } from '../../token/terminal/printable.ts';
import { withInstallation } from '../../with-installation.ts';
import { type CaVerb, EXIT_FAILED, instantText } from './verb.ts';

/** May run beside the server: it only reads. */
export const showOrganisations: CaVerb = {
  name: 'show-organisations',
  synopsis: '[ORGANISATION]',
  prepare: ([called, ...rest]) => {
    if (rest.length > 0 || called?.startsWith('-') === true) return undefined;
    return () => run(called);
  },
};

function run(called: string | undefined): Promise<number> {
  return withInstallation({ environment: process.env, access: 'read-only' }, async ({ installation }) => {
    const organisations = await describeOrganisations(installation.certificates, { called });
    if (organisations.length === 0) {
      process.stderr.write(`There is no organisation${called === undefined ? '' : ` "${called}"`} at Certificate Services.\n`);
      return EXIT_FAILED;
    }
    process.stdout.write(organisations.map(described).join('\n'));
    return 0;
  });
}

function described({ name, organisationId, verified, domains }: OrganisationDescription): string {
  const { subject = {} } = verified ?? {};
  const fields = SUBJECT_FIELDS.flatMap((field) => (subject[field] === undefined ? [] : [`${field} "${printable(subject[field])}"`]));
  const lines = [
    printable(name),
    `  identifier  ${organisationId}`,
    `  verified    ${verified === undefined ? 'nothing' : `${instantText(verified.at)}: ${fields.join(', ')}`}`,
    ...domains.map(({ name: domain, state, declined }) => {
      const why = declined === undefined ? '' : `, by ${declined.by}: "${printable(declined.reason)}"`;
      return `  domain      ${domain} (${state}${why})`;
    }),
  ];
  return `${lines.join('\n')}\n`;
}
