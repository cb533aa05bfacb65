import { ROLES, grantRoleByOperator } from '@sallyport/certificates';
import { findAccount } from '@sallyport/identity';
import { introduceAccount } from '../introduce-account.ts';
import type { Command } from '../usage.ts';
import { withInstallation } from '../with-installation.ts';

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

/** The first administrator of an organisation: from then on its people give each other roles on the page People. */
export const grantRole: Command = {
  name: 'grant-role',
  synopsis: 'USER-NAME ROLE',
  summary: `Gives somebody a role at Certificate Services: ${ROLES.join(', ')}.`,
  run: ([userName, word, ...rest]) => {
    const role = ROLES.find((one) => one === word);
    if (userName === undefined || role === undefined || rest.length > 0) {
      process.stderr.write(`Usage: sallyport grant-role ${grantRole.synopsis}\nThe roles are: ${ROLES.join(', ')}.\n`);
      return Promise.resolve(EXIT_USAGE);
    }
    return withInstallation({ environment: process.env, access: 'beside' }, async ({ installation: { identity, certificates } }) => {
      const account = await findAccount(identity, { userName });
      if (!account) {
        process.stderr.write(`There is no account "${userName}".\n`);
        return EXIT_FAILED;
      }
      // Nobody has to sign in first.
      const { personId } = await introduceAccount(certificates, account);
      await grantRoleByOperator(certificates, { personId, role });
      process.stdout.write(`${account.displayName} is ${role} of ${account.organisationName}.\n`);
      return 0;
    });
  },
};
