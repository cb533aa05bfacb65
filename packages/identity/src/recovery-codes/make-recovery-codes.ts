import type { Asker, Place, Secret } from '@sallyport/platform';
import { type RecoveryCode, formatRecoveryCode, toBase64url, utf8, wipe } from '@sallyport/protocol';
import { findAccountBy, lockAccount } from '../accounts/store.ts';
import { askerOf } from '../asker.ts';
import type { Proof } from '../assurance/rules.ts';
import { audit } from '../audit.ts';
import { useWait } from '../delays/use-wait.ts';
import type { AccountId } from '../identifiers.ts';
import { queueNotice } from '../notices/queue-mails.ts';
import type { IdentityPorts } from '../ports.ts';
import { randomBelow } from '../randomness.ts';
import { recoveryVerdict } from '../recovery/find-recovery-verdict.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { Visit } from '../visit.ts';
import { drawRecoveryCodes, recoveryCodeHashing } from './rules.ts';
import { replaceCodes } from './store.ts';

export interface RecoveryCodeRequest {
  readonly accountId: AccountId;
  readonly proofs: readonly Proof[];
  /** Of the browser, where they were waited for. */
  readonly claim?: Secret<string> | undefined;
  /** The browser session that may look at them until it has saved them. */
  readonly session: string;
  readonly visit: Visit;
}

type MakeRefusal = Refusal<'step-up-needed' | 'busy' | 'delay-over'>;

const SALT_OCTETS = 16;

/**
 * Ten recovery codes; all earlier ones are void. They stand in for the soft token, so making them takes what moving a credential takes: level 2, or two independent ways.
 * The session that made them sees them until it has saved them; besides that only slow hashes are kept.
 */
export async function makeRecoveryCodes(
  ports: IdentityPorts,
  input: RecoveryCodeRequest,
): Promise<{ readonly kind: 'made' } | MakeRefusal> {
  const { accountId, visit } = input;
  const now = ports.clock.now();
  const question = { ...input, act: 'replace-credential', waitedAs: 'recovery-codes', now } as const;
  // Known before anything is hashed; asked again in the transaction, where it counts.
  if ((await recoveryVerdict(ports, ports.database.query, question)).kind !== 'allowed')
    return refuse('step-up-needed', 'replace-credential');
  const codes = drawRecoveryCodes(ports.policy.recoveryCodes.count, (limit) => randomBelow(ports.randomness, limit));
  const salt = ports.randomness.bytes(SALT_OCTETS);
  const codeHashes = await hashCodes(ports, { codes, salt, asker: askerOf(input) });
  if (isRefusal(codeHashes)) return codeHashes;
  const plaintext = utf8(codes.map((code) => formatRecoveryCode(code.reveal())).join('\n'));
  const sealedCodes = ports.sealer.seal({ plaintext, place: shownCodesPlace(accountId) });
  wipe(plaintext);
  return ports.database.transact(async (tx): Promise<{ readonly kind: 'made' } | MakeRefusal> => {
    await lockAccount(tx, accountId);
    const account = await findAccountBy(tx.query, { accountId });
    const verdict = await recoveryVerdict(ports, tx.query, question);
    const act = { at: now, action: 'recovery-codes.make', account: accountId, actor: 'owner', visit } as const;
    const refusal =
      account?.state === 'ACTIVE' && verdict.kind === 'allowed'
        ? await useWait(ports, tx, { waited: verdict.waited, now, visit })
        : refuse('step-up-needed', account ? verdict.kind : 'no account');
    if (refusal || !account) {
      await audit(tx, { ...act, refusal });
      return refusal ?? refuse('step-up-needed', 'no account');
    }
    const shown = { sealedCodes, shownIn: input.session, shownUntil: now + ports.policy.lifetimes.recoveryCodesShownMs };
    const made = await replaceCodes(tx, { accountId, salt, codeHashes, ...shown, now });
    const about = made === 'first' ? 'recovery-codes-made' : 'recovery-codes-replaced';
    await queueNotice(ports, tx, { account, about, at: now, visit });
    await audit(tx, act);
    return { kind: 'made' };
  });
}

export function shownCodesPlace(accountId: AccountId): Place {
  return { table: 'recovery_code_set', column: 'sealed_codes', row: accountId };
}

async function hashCodes(
  ports: IdentityPorts,
  { codes, salt, asker }: { readonly codes: readonly Secret<RecoveryCode>[]; readonly salt: Uint8Array; readonly asker: Asker },
): Promise<readonly string[] | Refusal<'busy'>> {
  const hashes: string[] = [];
  for (const code of codes) {
    const hashing = recoveryCodeHashing({ code, salt, costs: ports.policy.recoveryCodes });
    const hashed = await ports.keyHasher(hashing, asker);
    wipe(hashing.password);
    if (hashed === 'busy') return refuse('busy', 'key hashing queue full');
    hashes.push(toBase64url(hashed));
  }
  return hashes;
}
