import { toBase64Url } from '@sallyport/pki';
import { audit } from '../audit.ts';
import type { CertificatesPorts } from '../ports.ts';
import type { AcmeProvider } from './open-acme-provider.ts';
import { type Told, reasonFor, reasonToTell, tellAgainMs } from './rules.ts';
import { type ToTell, keepTold, keepUntold, revocationsToTell } from './store.ts';

const AT_ONCE = 50;

export interface Telling {
  readonly told: number;
  readonly untold: number;
}

/**
 * Tells the CA elsewhere of what was revoked here, whoever revoked it (RFC 8555 section 7.6). What it does not take is told again, later each time; what it knew
 * already counts as taken. Two processes that tell the same do no harm.
 */
export async function tellRevocations(ports: CertificatesPorts, provider: AcmeProvider): Promise<Telling> {
  const { directory } = provider.settings;
  const rows = await revocationsToTell(ports.database.query, { directory, now: ports.clock.now(), limit: AT_ONCE });
  let told = 0;
  for (const row of rows) told += (await tell(ports, provider, row)) === 'told' ? 1 : 0;
  return { told, untold: rows.length - told };
}

async function tell(ports: CertificatesPorts, provider: AcmeProvider, row: ToTell): Promise<'told' | 'untold'> {
  const { certificate_id: certificateId } = row;
  const answer = await ask(provider, row);
  const isTaken = answer.kind === 'told' || answer.problem.type === 'alreadyRevoked';
  await ports.database.transact(async (tx) => {
    const now = ports.clock.now();
    if (!isTaken) {
      await keepUntold(tx, { certificateId, problem: reasonFor(answer.problem), after: now + tellAgainMs(row.tell_tries) });
      return;
    }
    if (!(await keepTold(tx, { certificateId, now }))) return;
    await audit(tx, { at: now, action: 'certificate.revocation-told', by: undefined, subject: `certificate:${certificateId}` });
  });
  return isTaken ? 'told' : 'untold';
}

async function ask({ account, conversation }: AcmeProvider, { der, revocation_reason }: ToTell): Promise<Told<unknown>> {
  const opened = await account.open();
  if (opened.kind !== 'told') return opened;
  const directory = await conversation.directory();
  if (directory.kind !== 'told') return directory;
  const { key, url } = opened.value;
  const certificate = toBase64Url(new Uint8Array(der));
  const say = (payload: object) => conversation.say({ url: directory.value.revokeCert, payload, key, account: url });
  const answer = await say({ certificate, ...reasonToTell(revocation_reason) });
  // Each CA takes the reasons it likes (RFC 8555 section 7.6); none at all every CA takes.
  return answer.kind === 'refused' && answer.problem.type === 'badRevocationReason' ? say({ certificate }) : answer;
}
