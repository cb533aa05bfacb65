import { allowDomainByOperator, isRefusal } from '@sallyport/certificates';
import { withInstallation } from '../../with-installation.ts';
import { type NamedDomain, namedDomain } from './named-domain.ts';
import { type CaVerb, EXIT_FAILED } from './verb.ts';

export const allowDomain: CaVerb = {
  name: 'allow-domain',
  synopsis: 'DOMAIN --organisation ORGANISATION',
  prepare: ([domain, flag, called, ...rest]) => {
    if (domain === undefined || domain.startsWith('-') || flag !== '--organisation' || called === undefined || rest.length > 0) {
      return undefined;
    }
    return () => run({ domain, called });
  },
};

function run(named: NamedDomain): Promise<number> {
  return withInstallation({ environment: process.env }, async (opened) => {
    const domain = await namedDomain(opened, named);
    if (domain === undefined) return EXIT_FAILED;
    const outcome = await allowDomainByOperator(opened.installation.certificates, domain);
    if (isRefusal(outcome)) {
      process.stderr.write('No operator has declined it.\n');
      return EXIT_FAILED;
    }
    process.stdout.write(`The organisation can add ${named.domain} again, and has to prove it.\n`);
    return 0;
  });
}
