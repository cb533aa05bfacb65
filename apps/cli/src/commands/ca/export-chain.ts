import { describeAuthorities } from '@sallyport/certificates';
import { withInstallation } from '../../with-installation.ts';
import { type CaVerb, EXIT_FAILED } from './verb.ts';

/** Of the CA that issues now, unless another is named. May run beside the server: it only reads. */
export const exportChain: CaVerb = {
  name: 'export-chain',
  synopsis: '[CA]',
  prepare: ([authorityId, ...rest]) => {
    if (rest.length > 0 || authorityId?.startsWith('-') === true) return undefined;
    return () => run(authorityId);
  },
};

function run(authorityId: string | undefined): Promise<number> {
  return withInstallation({ environment: process.env, access: 'read-only' }, async ({ installation }) => {
    const authorities = await describeAuthorities(installation.certificates);
    const issuing = authorities.find(({ kind, state, ...authority }) =>
      authorityId === undefined ? kind === 'issuing' && state === 'issues' : kind === 'issuing' && authority.authorityId === authorityId,
    );
    const root = authorities.find((authority) => authority.authorityId === issuing?.rootId);
    if (issuing === undefined || root === undefined) {
      process.stderr.write(`There is no issuing CA${authorityId === undefined ? ' yet: start the server once' : ` "${authorityId}"`}.\n`);
      return EXIT_FAILED;
    }
    process.stdout.write(issuing.pem + root.pem);
    return 0;
  });
}
