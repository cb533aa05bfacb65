import { type AuthorityRevocation, issueDueLists, revokeAuthority } from '@sallyport/certificates';
import { withInstallation } from '../../with-installation.ts';
import { type CaVerb, EXIT_FAILED, readArguments } from './verb.ts';

const SENTENCES: Readonly<Record<Exclude<AuthorityRevocation, 'revoked'>, string>> = {
  'not-found': 'There is no issuing CA of that name.',
  'in-use': 'It issues now. Make the next one first: sallyport ca roll-issuing --yes',
  'revoked-before': 'It was revoked before.',
  'reason-unknown': 'That is none of the reasons that a CA may give (RFC 5280 section 5.3.1), such as key-compromise or ca-compromise.',
};

export const revokeIssuing: CaVerb = {
  name: 'revoke-issuing',
  synopsis: 'CA --reason REASON --yes',
  prepare: (given) => {
    const asked = read(given);
    return asked && (() => run(asked));
  },
};

interface Asked {
  readonly authorityId: string;
  readonly reason: string;
}

function run(asked: Asked): Promise<number> {
  return withInstallation({ environment: process.env }, async ({ installation }) => {
    const { certificates } = installation;
    const outcome = await revokeAuthority(certificates, asked);
    if (outcome !== 'revoked') {
      process.stderr.write(`${SENTENCES[outcome]}\n`);
      return EXIT_FAILED;
    }
    await issueDueLists(certificates);
    const { authorities } = certificates;
    const revoked = authorities.find(asked.authorityId);
    const root = revoked?.kind === 'issuing' ? authorities.find(revoked.rootId) : undefined;
    const who = `The CA ${asked.authorityId} is revoked, and with it everything it has issued;`;
    process.stdout.write(
      root?.kind === 'root' && root.lists === undefined
        ? `${who} the world is told by the next list of ${root.authorityId}: sallyport ca sign-list in a ceremony, then import-list here.\n`
        : `${who} the list of the root says so.\n`,
    );
    return 0;
  });
}

function read(given: readonly string[]): Asked | undefined {
  const written = readArguments(given, { reason: { type: 'string' }, yes: { type: 'boolean' } });
  const [authorityId, ...rest] = written?.positionals ?? [];
  const { reason, yes } = written?.values ?? {};
  return authorityId === undefined || rest.length > 0 || reason === undefined || yes !== true ? undefined : { authorityId, reason };
}
