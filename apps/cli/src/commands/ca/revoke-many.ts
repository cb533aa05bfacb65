import {
  type EmergencyOrder,
  type EmergencyProgress,
  type EmergencyRefusal,
  beginEmergency,
  continueEmergency,
  countEmergency,
  issueDueLists,
} from '@sallyport/certificates';
import type { Installation } from '@sallyport/installation';
import { withInstallation } from '../../with-installation.ts';
import { type CaVerb, EXIT_FAILED, readArguments } from './verb.ts';

const SENTENCES: Readonly<Record<EmergencyRefusal, string>> = {
  'nothing-chosen': 'Say which: --ca, --key, --profile or --from.',
  'same-key': 'A key that others have is not certified again: leave out --reissue, and have its holders make new ones.',
  'same-authority': 'That CA issues now. Make the next one first: sallyport ca roll-issuing --yes',
  'reason-unknown': 'That is none of the reasons that a CA may give (RFC 5280 section 5.3.1), such as superseded or ca-compromise.',
  'another-runs': 'Another one was begun and is not at its end. Go on with it: sallyport ca revoke-many --continue',
};

/** Counts without `--yes`. What was begun goes on with `--continue`, wherever it was stopped. */
export const revokeMany: CaVerb = {
  name: 'revoke-many',
  synopsis: '--reason REASON [--ca CA] [--key KIND] [--profile ID] [--from DATE] [--until DATE] [--reissue] [--yes] | --continue',
  prepare: (given) => {
    if (given.length === 1 && given[0] === '--continue') return () => withInstallation({ environment: process.env }, goOn);
    const asked = read(given);
    return (
      asked &&
      (() => withInstallation({ environment: process.env }, (opened) => (asked.isMeant ? begin(opened, asked) : count(opened, asked))))
    );
  },
};

interface Opened {
  readonly installation: Installation;
}

interface Asked {
  readonly order: EmergencyOrder;
  readonly isMeant: boolean;
}

async function count({ installation }: Opened, { order }: Asked): Promise<number> {
  const counted = await countEmergency(installation.certificates, order);
  if ('refused' in counted) return refused(counted.refused);
  process.stdout.write(`${String(counted.total)} certificates would be revoked. Nothing was done: say --yes as well.\n`);
  return 0;
}

async function begin(opened: Opened, { order }: Asked): Promise<number> {
  const begun = await beginEmergency(opened.installation.certificates, order);
  return 'refused' in begun ? refused(begun.refused) : goOn(opened);
}

async function goOn({ installation }: Opened): Promise<number> {
  const { certificates } = installation;
  const progress = await continueEmergency(certificates, { tell });
  if (progress === undefined) {
    process.stderr.write('There is nothing to go on with.\n');
    return EXIT_FAILED;
  }
  await issueDueLists(certificates);
  process.stdout.write(`${String(progress.done)} certificates are revoked, and the lists say so.\n`);
  if (progress.waiting > 0) {
    process.stdout.write(
      `${String(progress.waiting)} wait until a CA elsewhere has issued them anew. Go on with it in a while: sallyport ca revoke-many --continue\n`,
    );
    return EXIT_FAILED;
  }
  if (progress.notReissued === 0) return 0;
  process.stdout.write(`${String(progress.notReissued)} could not be issued anew: they stand as FAILED in the inventory.\n`);
  return EXIT_FAILED;
}

function tell({ done, total }: EmergencyProgress): void {
  process.stderr.write(`${String(done)} of ${String(total)}\n`);
}

function refused(why: EmergencyRefusal): number {
  process.stderr.write(`${SENTENCES[why]}\n`);
  return EXIT_FAILED;
}

function read(given: readonly string[]): Asked | undefined {
  const [text, flag] = [{ type: 'string' }, { type: 'boolean' }] as const;
  const options = { reason: text, ca: text, key: text, profile: text, from: text, until: text, reissue: flag, yes: flag } as const;
  const written = readArguments(given, options);
  if (written === undefined || written.positionals.length > 0) return undefined;
  const { reason, ca, key, profile, from, until, reissue, yes } = written.values;
  const [issuedFrom, issuedUntil] = [from, until].map((date) => (date === undefined ? undefined : instantOf(date)));
  if (reason === undefined || Number.isNaN(issuedFrom) || Number.isNaN(issuedUntil)) return undefined;
  const choice = {
    ...(ca === undefined ? {} : { authorityId: ca }),
    ...(key === undefined ? {} : { keyName: key }),
    ...(profile === undefined ? {} : { profileId: profile }),
    ...(issuedFrom === undefined ? {} : { issuedFrom }),
    ...(issuedUntil === undefined ? {} : { issuedUntil }),
  };
  return { order: { choice, reason, afterwards: reissue === true ? 'reissue' : 'nothing' }, isMeant: yes === true };
}

/** `2026-10-01`, or with a time in UTC: `2026-10-01T12:00:00Z`. NaN for anything else. */
function instantOf(date: string): number {
  return /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}Z)?$/.test(date) ? Date.parse(date) : Number.NaN;
}
