import type { Instant, ReadOnlyQuery } from '@sallyport/platform';
import { findAccountBy, lockAccount } from '../accounts/store.ts';
import { askerOf } from '../asker.ts';
import type { Proof } from '../assurance/rules.ts';
import { audit } from '../audit.ts';
import { type AccountId, type TokenId, parseTokenId } from '../identifiers.ts';
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
  readonly visit: Visit;
}

type ProofRefusal = Refusal<'step-up-needed' | 'temporary-access-not-prolonged'>;
type ReportRefusal = ProofRefusal | Refusal<'token-not-found'>;

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
  const early = await refusalOf(ports, ports.database.query, { ...input, tokenId, now });
  if (early) return early;
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
    const refusal =
      (await refusalOf(ports, tx.query, given)) ??
      (isOwn && (await markMisplaced(tx, { tokenId, now }))
        ? undefined
        : refuse('token-not-found', isOwn ? 'not in service' : 'not theirs'));
    if (refusal || !account || !token) {
      await audit(tx, { ...act, refusal });
      return refusal ?? refuse('token-not-found', 'no account');
    }
    const access = await saveAccess(ports, tx, { drawn, accountId, issuedBy: `account:${accountId}`, now });
    await queueNotice(ports, tx, { account, about: 'token-misplaced', at: now, visit, serial: token.serial });
    await audit(tx, act);
    return access;
  });
}

async function refusalOf(ports: IdentityPorts, query: ReadOnlyQuery<IdentitySchema>, given: Reporting): Promise<ProofRefusal | undefined> {
  const { accountId, proofs, tokenId: repairing, now } = given;
  const question = { accountId, act: 'temporary-access', repairing, now } as const;
  const verdict = await recoveryVerdict(ports, query, { ...question, proofs: proofsForAccess(proofs) });
  if (verdict.kind === 'allowed') return undefined;
  const isOpenedByAccess = (await recoveryVerdict(ports, query, { ...question, proofs })).kind === 'allowed';
  return isOpenedByAccess
    ? refuse('temporary-access-not-prolonged', 'by a temporary access code')
    : refuse('step-up-needed', `temporary-access: ${verdict.kind}`);
}
