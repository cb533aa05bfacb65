import type { Instant, ReadOnlyQuery, Secret } from '@sallyport/platform';
import { findAccountBy, lockAccount } from '../accounts/store.ts';
import { askerOf } from '../asker.ts';
import type { Proof } from '../assurance/rules.ts';
import { audit } from '../audit.ts';
import { useWait } from '../delays/use-wait.ts';
import { type AccountId, type DelayId, type TokenId, parseTokenId } from '../identifiers.ts';
import { queueNotice } from '../notices/queue-mails.ts';
import type { IdentityPorts } from '../ports.ts';
import { recoveryVerdict } from '../recovery/find-recovery-verdict.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { IdentitySchema } from '../schema.ts';
import { takeToken } from '../soft-token/store.ts';
import type { Visit } from '../visit.ts';
import { type DrawnAccess, type TemporaryAccess, drawAccess, saveAccess } from './new-access.ts';
import { proofsForAccess } from './rules.ts';
import { markMisplaced } from './store.ts';

export interface MisplacedReport {
  readonly accountId: AccountId;
  readonly tokenId: string;
  readonly proofs: readonly Proof[];
  /** Of the browser, where it was waited for. */
  readonly claim?: Secret<string> | undefined;
  readonly visit: Visit;
}

type ProofRefusal = Refusal<'step-up-needed' | 'temporary-access-not-prolonged'>;
type ReportRefusal = ProofRefusal | Refusal<'token-not-found' | 'delay-over'>;

/**
 * *I have misplaced my token*: a temporary access code stands in for it, for a bounded time. The token stays ACTIVE, since nobody else can open it; its next valid one-time password says that
 * it is found, and ends the access. Its own word does not count, nor does an earlier temporary access code. Refused for a token that is not in service.
 */
export async function reportMisplaced(
  ports: IdentityPorts,
  input: MisplacedReport,
): Promise<TemporaryAccess | ReportRefusal | Refusal<'busy'>> {
  const tokenId = parseTokenId(input.tokenId);
  if (tokenId === undefined) return refuse('token-not-found', 'malformed token id');
  const now = ports.clock.now();
  // Known before anything is hashed; asked again in the transaction, where it counts.
  const early = await standingOf(ports, ports.database.query, { ...input, tokenId, now });
  if (isRefusal(early)) return early;
  const drawn = await drawAccess(ports, askerOf(input));
  return isRefusal(drawn) ? drawn : report(ports, { ...input, tokenId, drawn, now });
}

interface Reporting extends MisplacedReport {
  readonly tokenId: TokenId;
  readonly now: Instant;
}

function report(ports: IdentityPorts, given: Reporting & { readonly drawn: DrawnAccess }): Promise<TemporaryAccess | ReportRefusal> {
  const { accountId, tokenId, drawn, visit, now } = given;
  return ports.database.transact(async (tx): Promise<TemporaryAccess | ReportRefusal> => {
    await lockAccount(tx, accountId);
    const account = await findAccountBy(tx.query, { accountId });
    const token = await takeToken(tx, tokenId);
    const act = {
      at: now,
      action: 'soft-token.report-misplaced',
      account: accountId,
      actor: 'owner',
      visit,
      details: { tokenId },
    } as const;
    const isOwn = token?.accountId === accountId && account?.state === 'ACTIVE';
    const standing = await standingOf(ports, tx.query, given);
    const isInService = token?.record.state.kind === 'ACTIVE';
    const refusal = isRefusal(standing)
      ? standing
      : isOwn && isInService
        ? await useWait(ports, tx, { ...standing, now, visit })
        : refuse('token-not-found', isOwn ? 'not in service' : 'not theirs');
    if (refusal || !account || !token) {
      await audit(tx, { ...act, refusal });
      return refusal ?? refuse('token-not-found', 'no account');
    }
    await markMisplaced(tx, { tokenId, now });
    const access = await saveAccess(ports, tx, { drawn, accountId, issuedBy: `account:${accountId}`, now });
    await queueNotice(ports, tx, { account, about: 'token-misplaced', at: now, visit, serial: token.serial });
    await audit(tx, act);
    return access;
  });
}

/** `waited`: what allows it because it was waited for. */
async function standingOf(
  ports: IdentityPorts,
  query: ReadOnlyQuery<IdentitySchema>,
  given: Reporting,
): Promise<{ readonly waited: DelayId | undefined } | ProofRefusal> {
  const { accountId, proofs, claim, tokenId: repairing, now } = given;
  const question = { accountId, act: 'temporary-access', waitedAs: 'temporary-access', claim, repairing, now } as const;
  const verdict = await recoveryVerdict(ports, query, { ...question, proofs: proofsForAccess(proofs) });
  if (verdict.kind === 'allowed') return { waited: verdict.waited };
  const isOpenedByAccess = (await recoveryVerdict(ports, query, { ...question, proofs })).kind === 'allowed';
  return isOpenedByAccess
    ? refuse('temporary-access-not-prolonged', 'by a temporary access code')
    : refuse('step-up-needed', `temporary-access: ${verdict.kind}`);
}
