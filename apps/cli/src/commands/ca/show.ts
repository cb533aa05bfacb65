import { type AuthorityDescription, describeAuthorities } from '@sallyport/certificates';
import { withInstallation } from '../../with-installation.ts';
import { type CaVerb, instantText } from './verb.ts';

const STATES: Readonly<Record<AuthorityDescription['state'], string>> = {
  issues: 'issues',
  vouches: 'issues no more, and vouches for what it issued',
  revoked: 'revoked',
};

/** May run beside the server: it only reads. */
export const show: CaVerb = {
  name: 'show',
  synopsis: '',
  prepare: (given) => (given.length === 0 ? run : undefined),
};

function run(): Promise<number> {
  return withInstallation({ environment: process.env, access: 'read-only' }, async ({ installation }) => {
    const authorities = await describeAuthorities(installation.certificates);
    process.stdout.write(authorities.map(described).join('\n'));
    return 0;
  });
}

export function described(authority: AuthorityDescription): string {
  const { authorityId, name, state, key, rootId, notBefore, notAfter, serialHex, sha256, list } = authority;
  const lines = [
    authorityId,
    `  name    ${name}`,
    `  state   ${STATES[state]}`,
    ...(key === 'elsewhere' ? ['  key     not here: its lists come from ceremonies'] : []),
    ...(rootId === undefined || rootId === authorityId ? [] : [`  root    ${rootId}`]),
    `  valid   ${instantText(notBefore)} to ${instantText(notAfter)}`,
    `  serial  ${serialHex}`,
    `  sha256  ${sha256}`,
  ];
  if (list !== undefined)
    lines.push(`  list    number ${String(list.number)}, ${instantText(list.thisUpdate)} to ${instantText(list.nextUpdate)}`);
  return `${lines.join('\n')}\n`;
}
