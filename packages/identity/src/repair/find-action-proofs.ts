import type { Secret } from '@sallyport/platform';
import type { Proof } from '../assurance/rules.ts';
import type { DelayKind } from '../delays/rules.ts';
import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import { findRecoveryVerdict } from '../recovery/find-recovery-verdict.ts';
import { passwordByMailAt } from '../recovery/store.ts';
import { loadStanding } from '../sign-in/account-standing.ts';
import { type ProofWay, type RepairAction, repairActions } from '../sign-in/rules.ts';
import { type ActionProof, WAITED_ACTIONS, actionProof, waysOnward } from './action-proof.ts';

export interface ActionProofQuestion {
  readonly accountId: AccountId;
  readonly proofs: readonly Proof[];
  /** What this browser holds since it asked for something that waits. */
  readonly claim?: Secret<string> | undefined;
}

export interface OfferedAction {
  readonly action: RepairAction;
  readonly takes: ActionProof;
}

/** What applies to this account now, in the order in which it is shown, each with what it takes of somebody who gave these proofs. Reads; changes nothing. */
export async function findRepairActions(ports: IdentityPorts, question: ActionProofQuestion): Promise<readonly OfferedAction[]> {
  const { standing, judge } = await judgeFor(ports, question);
  return repairActions(standing).map((action) => ({ action, takes: judge(action) }));
}

/** The same for one action, whether it is offered now or not. */
export async function findActionProof(
  ports: IdentityPorts,
  question: ActionProofQuestion & { readonly action: RepairAction },
): Promise<ActionProof> {
  const { judge } = await judgeFor(ports, question);
  return judge(question.action);
}

/** What brings somebody further who chose what their proofs do not open; the one to show first in front. */
export async function findWaysOnward(ports: IdentityPorts, question: ActionProofQuestion): Promise<readonly ProofWay[]> {
  const { standing, given } = await givenFor(ports, question);
  return waysOnward(standing, given);
}

async function judgeFor(ports: IdentityPorts, question: ActionProofQuestion) {
  const { standing, given } = await givenFor(ports, question);
  const waited = await waitedFor(ports, question);
  const judge = (action: RepairAction) => actionProof({ ...given, action, standing, hasWaited: (kind) => waited.has(kind) });
  return { standing, judge };
}

async function givenFor(ports: IdentityPorts, { accountId, proofs }: ActionProofQuestion) {
  const { recovery: preset, lifetimes } = ports.policy;
  const standing = await loadStanding(ports, accountId);
  const byMail = await passwordByMailAt(ports.database.query, accountId);
  return { standing, given: { preset, proofs, now: ports.clock.now(), freshProofMs: lifetimes.freshProofMs, passwordByMailAt: byMail } };
}

async function waitedFor(ports: IdentityPorts, { accountId, proofs, claim }: ActionProofQuestion): Promise<ReadonlySet<DelayKind>> {
  const waited = new Set<DelayKind>();
  for (const [kind, act] of WAITED_ACTIONS) {
    const verdict = await findRecoveryVerdict(ports, { accountId, proofs, act, waitedAs: kind, claim });
    if (verdict.kind === 'allowed' && verdict.waited !== undefined) waited.add(kind);
  }
  return waited;
}
