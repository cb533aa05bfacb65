import { describeElsewhere } from '@sallyport/certificates';
import { withInstallation } from '../../with-installation.ts';
import { type CaVerb, instantText } from './verb.ts';

const WHAT = { order: 'not issued yet', revocation: 'revoked, and not confirmed yet' } as const;

/** May run beside the server: it only reads. */
export const acmeShow: CaVerb = {
  name: 'acme-show',
  synopsis: '',
  prepare: (given) => (given.length === 0 ? run : undefined),
};

function run(): Promise<number> {
  return withInstallation({ environment: process.env, access: 'read-only' }, async ({ installation }) => {
    const { accounts, unfinished } = await describeElsewhere(installation.certificates);
    const lines = accounts.map(({ directory, url, madeAt }) => `${directory}\n  account  ${url}\n  since    ${instantText(madeAt)}`);
    if (lines.length === 0) lines.push('There is no account at a CA elsewhere.');
    for (const { certificateId, name, what, since, problem } of unfinished) {
      lines.push(`${certificateId}\n  name     ${name}\n  state    ${WHAT[what]}, since ${instantText(since)}`);
      if (problem !== undefined) lines.push(`  problem  ${problem.replace(/^acme\//, '')}`);
    }
    process.stdout.write(`${lines.join('\n')}\n`);
    return 0;
  });
}
