import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { findAccount, isRefusal, thawByHelpDesk } from '@sallyport/identity';
import type { Command } from '../usage.ts';
import { withInstallation } from '../with-installation.ts';

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;
const LEAST_REASON = 10;

/** For who has no token left that could speak for them: whoever runs this has made sure of whom they spoke to, and says how. */
export const thaw: Command = {
  name: 'thaw',
  synopsis: 'USER-NAME --reason TEXT',
  summary: 'Opens an account again that its owner froze with “This was not me”. The reason is kept in the audit log.',
  run: (given) => {
    const asked = read(given);
    if (!asked) {
      process.stderr.write(
        `Usage: sallyport thaw ${thaw.synopsis}\nThe reason says, in ten characters or more, how you made sure of whom you spoke to.\n`,
      );
      return Promise.resolve(EXIT_USAGE);
    }
    return withInstallation({ environment: process.env, access: 'beside' }, async ({ installation }) => {
      const ports = installation.identity;
      const account = await findAccount(ports, { userName: asked.userName });
      if (!account) {
        process.stderr.write(`There is no account "${asked.userName}".\n`);
        return EXIT_FAILED;
      }
      const { accountId } = account;
      const outcome = await thawByHelpDesk(ports, { accountId, agent: userInfo().username, reason: asked.reason });
      if (isRefusal(outcome)) {
        process.stderr.write(`The account "${asked.userName}" is not frozen: it is ${account.state}.\n`);
        return EXIT_FAILED;
      }
      await installation.delivery.deliverDue();
      process.stdout.write(`The account "${asked.userName}" is open again, and every address of it was told.\n`);
      return 0;
    });
  },
};

function read(given: readonly string[]): { userName: string; reason: string } | undefined {
  try {
    const { values, positionals } = parseArgs({ args: [...given], options: { reason: { type: 'string' } }, allowPositionals: true });
    const [userName, ...rest] = positionals;
    const reason = values.reason?.trim() ?? '';
    return userName === undefined || rest.length > 0 || reason.length < LEAST_REASON ? undefined : { userName, reason };
  } catch {
    return undefined;
  }
}
