import { Secret } from '@sallyport/platform';
import type { Proof } from '../assurance/rules.ts';
import { type AccountId, asFederationSessionRef } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import { acceptVouching } from '../recovery-contacts/accept-vouching.ts';
import { spendRecoveryCode } from '../recovery-codes/spend-recovery-code.ts';
import { type Refusal, isRefusal } from '../refusals.ts';
import { submitOtp } from '../soft-token/submit-otp.ts';
import { spendTemporaryAccessCode } from '../temporary-access/spend-temporary-access-code.ts';
import type { Visit } from '../visit.ts';

/** What can be given beside the link from the mail by somebody who cannot sign in. */
export const PROOFS_BESIDE_MAIL = ['recovery-code', 'soft-token-otp', 'temporary-access-code', 'recovery-contact'] as const;

export interface ProofBesideMail {
  readonly way: (typeof PROOFS_BESIDE_MAIL)[number];
  /** As typed; nothing for a contact who has vouched. */
  readonly typed: Secret<string>;
}

/** Spends the try and the code as everywhere else. */
export async function proveBeside(
  ports: IdentityPorts,
  given: {
    readonly accountId: AccountId;
    readonly beside: ProofBesideMail;
    readonly claim: Secret<string> | undefined;
    readonly visit: Visit;
  },
): Promise<Proof | Refusal> {
  const outcome = await submit(ports, given);
  return isRefusal(outcome) ? outcome : outcome.proof;
}

function submit(
  ports: IdentityPorts,
  { accountId, beside, claim, visit }: Parameters<typeof proveBeside>[1],
): Promise<{ readonly proof: Proof } | Refusal> {
  const code = beside.typed;
  switch (beside.way) {
    case 'recovery-code':
      return spendRecoveryCode(ports, { accountId, code, visit });
    case 'soft-token-otp':
      return submitOtp(ports, { accountId, otp: code.reveal(), session: NO_SESSION, visit });
    case 'temporary-access-code':
      return spendTemporaryAccessCode(ports, { accountId, code, visit });
    case 'recovery-contact':
      return acceptVouching(ports, { accountId, claim, visit });
  }
}

/** A token whose unlock waits for its confirmation belongs to the session that unlocked it, and this is none. */
const NO_SESSION = asFederationSessionRef('');
