import { parseArgs } from 'node:util';
import { createAccount, createInvitation, createOrganisation, findAccount, findOrganisation, isRefusal } from '@sallyport/identity';
import type { Command } from '../usage.ts';
import { withInstallation } from '../with-installation.ts';

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

/** The first people of an installation: whoever may run this on the machine may invite anybody. */
export const invite: Command = {
  name: 'invite',
  synopsis: 'USER-NAME --organisation NAME --name NAME --mail ADDRESS',
  summary: 'Makes an account in this organisation, a new one if there is none of that name, and mails its invitation; prints the link too.',
  run: (given) => {
    const asked = read(given);
    if (!asked) {
      process.stderr.write(`Usage: sallyport invite ${invite.synopsis}\n`);
      return Promise.resolve(EXIT_USAGE);
    }
    return withInstallation({ environment: process.env, access: 'beside' }, async ({ installation }) => {
      const ports = installation.identity;
      if (await findAccount(ports, { userName: asked.userName })) {
        process.stderr.write(`There is an account "${asked.userName}" already.\n`);
        return EXIT_FAILED;
      }
      // Colleagues belong together: they are whom one can name as recovery contact.
      const named = { name: asked.organisation };
      const { organisationId } = (await findOrganisation(ports, named)) ?? (await createOrganisation(ports, named));
      const account = await createAccount(ports, {
        organisationId,
        userName: asked.userName,
        displayName: asked.name,
        addresses: [asked.mail],
      });
      const invitation = isRefusal(account) ? account : await createInvitation(ports, account);
      if (isRefusal(invitation)) {
        process.stderr.write(`That was refused: ${invitation.code}.\n`);
        return EXIT_FAILED;
      }
      await installation.delivery.deliverDue();
      process.stdout.write(`${invitation.link.reveal()}\n`);
      return 0;
    });
  },
};

function read(given: readonly string[]): { userName: string; organisation: string; name: string; mail: string } | undefined {
  try {
    const option = { type: 'string' } as const;
    const { values, positionals } = parseArgs({
      args: [...given],
      options: { organisation: option, name: option, mail: option },
      allowPositionals: true,
    });
    const [userName, ...rest] = positionals;
    const { organisation, name, mail } = values;
    if (userName === undefined || rest.length > 0 || organisation === undefined || name === undefined || mail === undefined)
      return undefined;
    return { userName, organisation, name, mail };
  } catch {
    return undefined;
  }
}
