import type { Command } from '../usage.ts';
import { acmeRegister } from './ca/acme-register.ts';
import { acmeShow } from './ca/acme-show.ts';
import { allowDomain } from './ca/allow-domain.ts';
import { makeRoot } from './ca/ceremony/make-root.ts';
import { signIssuing } from './ca/ceremony/sign-issuing.ts';
import { signList } from './ca/ceremony/sign-list.ts';
import { verifyTranscript } from './ca/ceremony/verify-transcript.ts';
import { declineDomain } from './ca/decline-domain.ts';
import { exportChain } from './ca/export-chain.ts';
import { importIssuing } from './ca/import-issuing.ts';
import { importList } from './ca/import-list.ts';
import { requestIssuing } from './ca/request-issuing.ts';
import { revokeIssuing } from './ca/revoke-issuing.ts';
import { revokeMany } from './ca/revoke-many.ts';
import { rollIssuing } from './ca/roll-issuing.ts';
import { showOrganisations } from './ca/show-organisations.ts';
import { show } from './ca/show.ts';
import { type CaVerb, EXIT_USAGE } from './ca/verb.ts';
import { verifyOrganisation } from './ca/verify-organisation.ts';

const VERBS: readonly CaVerb[] = [
  show,
  exportChain,
  rollIssuing,
  revokeMany,
  revokeIssuing,
  makeRoot,
  signIssuing,
  signList,
  verifyTranscript,
  requestIssuing,
  importIssuing,
  importList,
  acmeShow,
  acmeRegister,
  showOrganisations,
  verifyOrganisation,
  declineDomain,
  allowDomain,
];

/** What is done to the CA, and decided for those who use it, at the machine it is on and from no page. */
export const ca: Command = {
  name: 'ca',
  synopsis: 'VERB …',
  summary: 'Looks after the certification authority: “sallyport ca help”, docs/operate/certificate-authority.md.',
  run: ([name, ...given]) => {
    const verb = VERBS.find((candidate) => candidate.name === name);
    const prepared = verb?.prepare(given);
    if (prepared !== undefined) return prepared();
    const calls = (verb === undefined ? VERBS : [verb]).map(
      (one) => `  sallyport ca ${one.name}${one.synopsis === '' ? '' : ` ${one.synopsis}`}\n`,
    );
    const isAsked = name === 'help';
    (isAsked ? process.stdout : process.stderr).write(`Usage:\n${calls.join('')}`);
    return Promise.resolve(isAsked ? 0 : EXIT_USAGE);
  },
};
