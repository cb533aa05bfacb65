import { findAccount, isRefusal, issueTemporaryAccess } from '@sallyport/identity';
import type { Command } from '../usage.ts';
import { withInstallation } from '../with-installation.ts';

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

/** For somebody whose soft token is not at hand and who has proved to an administrator, by whatever way the organisation has, who they are. */
export const temporaryAccess: Command = {
  name: 'temporary-access',
  synopsis: 'USER-NAME',
  summary: 'Prints a code that stands in for the soft token of an account for a bounded time; its owner is told by mail.',
  run: (given) => {
    const [userName, ...rest] = given;
    if (userName === undefined || userName.startsWith('-') || rest.length > 0) {
      process.stderr.write(`Usage: sallyport temporary-access ${temporaryAccess.synopsis}\n`);
      return Promise.resolve(EXIT_USAGE);
    }
    return withInstallation({ environment: process.env, access: 'beside' }, async ({ installation }) => {
      const ports = installation.identity;
      const account = await findAccount(ports, { userName });
      if (!account) {
        process.stderr.write(`There is no account "${userName}".\n`);
        return EXIT_FAILED;
      }
      const access = await issueTemporaryAccess(ports, account);
      if (isRefusal(access)) {
        process.stderr.write(`That was refused: ${access.code} (${access.reason}).\n`);
        return EXIT_FAILED;
      }
      await installation.delivery.deliverDue();
      const until = new Date(access.expiresAt).toISOString();
      process.stdout.write(`${access.code.reveal()}\nGood for ${String(access.uses)} sign-ins, until ${until}.\n`);
      return 0;
    });
  },
};
