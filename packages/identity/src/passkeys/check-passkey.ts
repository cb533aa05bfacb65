import {
  type Instant,
  type PasskeyAssertion,
  type PasskeyAssertionFields,
  type PasskeyNotVerified,
  type Transaction,
  type VerifiedAssertion,
  parsePasskeyAssertion,
} from '@sallyport/platform';
import type { Account } from '../accounts/account.ts';
import { findAccountBy } from '../accounts/store.ts';
import type { Factor } from '../assurance/rules.ts';
import { type AuditAction, audit } from '../audit.ts';
import { type Paid, refundAll, spendAll } from '../budgets.ts';
import type { AccountId } from '../identifiers.ts';
import { networkOf } from '../network.ts';
import { queueNotice } from '../notices/queue-mails.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { IdentitySchema } from '../schema.ts';
import type { Visit } from '../visit.ts';
import { takeChallenge } from './challenge-store.ts';
import { type PasskeyPurpose, type StoredPasskey, belongs, provenFactor } from './rules.ts';
import { findPasskey, raiseCounter, suspendPasskey } from './store.ts';

export interface UsedPasskeySubmission {
  readonly fields: PasskeyAssertionFields;
  /** As it was asked in. */
  readonly session: string;
  readonly visit: Visit;
}

/** `accountId`: whose passkey it must be; undefined when it says itself who comes. */
interface PasskeyCheck extends UsedPasskeySubmission {
  readonly purpose: PasskeyPurpose;
  readonly accountId: AccountId | undefined;
}

/** A passkey that was looked at. `acceptPasskey` decides, in the transaction that saves what follows from it. */
export interface CheckedPasskey extends PasskeyCheck {
  readonly assertion: PasskeyAssertion;
  readonly passkey: StoredPasskey | undefined;
  readonly outcome: VerifiedAssertion | PasskeyNotVerified;
  readonly paid: Paid;
}

export type PasskeyRefusal = Refusal<'passkey-refused' | 'passkey-not-verified'>;
type CheckRefusal = Refusal<'passkey-malformed' | 'passkey-not-expected' | 'too-many-attempts'>;

const ACTIONS: Readonly<Record<PasskeyPurpose, AuditAction>> = {
  'sign-in': 'passkey.sign-in',
  prove: 'passkey.prove',
  rehearse: 'rehearsal.passkey',
};

/**
 * Spends a try and the challenge, then looks: the signature is verified with the passkey's key, or with nobody's, which takes the same work. Where nobody is known yet the network
 * pays, as for a password; else the account.
 */
export async function checkPasskey(ports: IdentityPorts, check: PasskeyCheck): Promise<CheckedPasskey | CheckRefusal> {
  const assertion = parsePasskeyAssertion(check.fields);
  if (!assertion) return refuse('passkey-malformed', 'no answer of a device');
  const paid = await payAndTake(ports, check, assertion);
  if (isRefusal(paid)) return paid;
  const passkey = await findPasskey(ports.database.query, assertion.credentialId);
  const outcome = await ports.passkeyVerifier.verifyAssertion(assertion, passkey?.publicKey);
  return { ...check, assertion, passkey, outcome, paid };
}

function payAndTake(
  ports: IdentityPorts,
  check: PasskeyCheck,
  { challenge }: PasskeyAssertion,
): Promise<Paid | Refusal<'passkey-not-expected' | 'too-many-attempts'>> {
  const { purpose, accountId, session, visit } = check;
  const { policy } = ports;
  const now = ports.clock.now();
  const lane =
    accountId === undefined
      ? ({ kind: 'sign-in-network', subject: networkOf(visit.address) } as const)
      : ({ kind: 'passkey', subject: accountId } as const);
  return ports.database.transact(async (tx) => {
    const paid = await spendAll(tx, { policy, ...lane, now });
    const isExpected = paid.tickets && (await takeChallenge(tx, { session, purpose, accountId, challenge, now }));
    if (paid.tickets && isExpected) return paid;
    const refusal = paid.tickets
      ? refuse('passkey-not-expected', 'no such challenge waits')
      : refuse('too-many-attempts', lane.kind, { until: paid.until });
    await audit(tx, { at: now, action: ACTIONS[purpose], account: accountId, actor: actorOf(check), visit, refusal });
    return refusal;
  });
}

function actorOf({ accountId }: Pick<PasskeyCheck, 'accountId'>): 'owner' | 'anonymous' {
  return accountId === undefined ? 'anonymous' : 'owner';
}

/** A passkey that counts: whose it is, and what it proves. */
export interface AcceptedPasskey {
  readonly account: Account;
  readonly factor: Factor;
}

/**
 * Decides, as part of a transaction: a passkey whose counter did not go up is put out of use, and its owner told, whatever else it would have opened. Gives the try back where the passkey was
 * genuine. The caller saves what follows and writes the audit event of an acceptance; a refusal is written here.
 */
export async function acceptPasskey(
  ports: IdentityPorts,
  tx: Transaction<IdentitySchema>,
  given: { readonly checked: CheckedPasskey; readonly now: Instant },
): Promise<AcceptedPasskey | PasskeyRefusal> {
  const { checked, now } = given;
  const judged = await judge(ports, tx, given);
  if (!isRefusal(judged)) {
    await refundAll(tx, checked.paid.tickets);
    return judged;
  }
  const { purpose, passkey, visit } = checked;
  const account = checked.accountId ?? passkey?.accountId;
  await audit(tx, { at: now, action: ACTIONS[purpose], account, actor: actorOf(checked), visit, refusal: judged });
  return judged;
}

async function judge(
  ports: IdentityPorts,
  tx: Transaction<IdentitySchema>,
  { checked, now }: { readonly checked: CheckedPasskey; readonly now: Instant },
): Promise<AcceptedPasskey | PasskeyRefusal> {
  const { passkey, outcome, assertion, accountId, purpose, visit } = checked;
  if (!passkey) return refuse('passkey-refused', 'unknown passkey');
  if (outcome.kind === 'not-verified') return refuse('passkey-refused', outcome.because);
  if (!belongs(assertion, { passkey, accountId })) return refuse('passkey-refused', 'of another account');
  const account = await findAccountBy(tx.query, { accountId: passkey.accountId });
  if (account?.state !== 'ACTIVE') return refuse('passkey-refused', `account is ${account?.state ?? 'gone'}`);
  const { credentialId, name } = passkey;
  if (!(await raiseCounter(tx, { credentialId, ...outcome, now }))) {
    if (!(await suspendPasskey(tx, { credentialId, now }))) return refuse('passkey-refused', 'out of use, or removed meanwhile');
    await queueNotice(ports, tx, { account, about: 'passkey-copied', at: now, visit, passkey: name });
    await audit(tx, { at: now, action: 'passkey.suspend', account: account.accountId, actor: 'system', visit });
    return refuse('passkey-refused', 'its counter went back');
  }
  const factor = provenFactor({ purpose, isUserVerified: outcome.isUserVerified });
  return factor === undefined ? refuse('passkey-not-verified', 'nobody was verified') : { account, factor };
}
