import { describeAuthorities, issueDueLists } from '@sallyport/certificates';
import { withInstallation } from '../../with-installation.ts';
import { described } from './show.ts';
import { type CaVerb, EXIT_FAILED } from './verb.ts';

/** It cannot be taken back, so it has to be said twice. */
export const rollIssuing: CaVerb = {
  name: 'roll-issuing',
  synopsis: '--yes',
  prepare: (given) => (given.length === 1 && given[0] === '--yes' ? run : undefined),
};

function run(): Promise<number> {
  return withInstallation({ environment: process.env }, async ({ installation }) => {
    const { certificates } = installation;
    const rolled = await certificates.authorities.roll();
    if (rolled === 'root-is-offline') {
      process.stderr.write(
        'The key of the root is not here. Ask for the next issuing CA with sallyport ca request-issuing, and have it signed in a ceremony.\n',
      );
      return EXIT_FAILED;
    }
    const { authorityId } = rolled;
    await issueDueLists(certificates);
    const made = (await describeAuthorities(certificates)).find((authority) => authority.authorityId === authorityId);
    if (made === undefined) return EXIT_FAILED;
    process.stdout.write(`${described(made)}It issues from now on. Those before it go on vouching for what they issued.\n`);
    return 0;
  });
}
