import { declineDomainByOperator, isRefusal } from '@sallyport/certificates';
import { withInstallation } from '../../with-installation.ts';
import { type NamedDomain, namedDomain } from './named-domain.ts';
import { type CaVerb, EXIT_FAILED, readArguments } from './verb.ts';

const SENTENCES = {
  'domain-not-found': 'It is not there any more.',
  'domain-declined': 'It was declined before.',
  'reason-missing': 'Say why: the organisation will read it.',
  'note-too-long': 'The reason is too long: 500 characters at most.',
} as const;

/** Nobody but an operator takes that back. */
export const declineDomain: CaVerb = {
  name: 'decline-domain',
  synopsis: 'DOMAIN --organisation ORGANISATION --reason TEXT --yes',
  prepare: (given) => {
    const asked = read(given);
    return asked && (() => run(asked));
  },
};

interface Asked extends NamedDomain {
  readonly reason: string;
}

function run({ reason, ...named }: Asked): Promise<number> {
  return withInstallation({ environment: process.env }, async (opened) => {
    const domain = await namedDomain(opened, named);
    if (domain === undefined) return EXIT_FAILED;
    const outcome = await declineDomainByOperator(opened.installation.certificates, { ...domain, reason });
    if (isRefusal(outcome)) {
      process.stderr.write(`${SENTENCES[outcome.code]}\n`);
      return EXIT_FAILED;
    }
    process.stdout.write(
      `${named.domain} vouches for nothing any more, and cannot be proven anew until you allow it: sallyport ca allow-domain\nCertificates that exist go on.\n`,
    );
    return 0;
  });
}

function read(given: readonly string[]): Asked | undefined {
  const text = { type: 'string' } as const;
  const written = readArguments(given, { organisation: text, reason: text, yes: { type: 'boolean' } });
  const [domain, ...rest] = written?.positionals ?? [];
  const { organisation: called, reason, yes } = written?.values ?? {};
  const isWhole = domain !== undefined && rest.length === 0 && called !== undefined && reason !== undefined && yes === true;
  return isWhole ? { domain, called, reason } : undefined;
}
