import { type Secret, judgePassword } from '@sallyport/platform';
import type { Account } from '../accounts/account.ts';
import type { IdentityPolicy } from '../policy.ts';
import { type Refusal, refuse } from '../refusals.ts';

/** Why a new password is not accepted. */
export type PasswordRefusalCode = 'password-too-short' | 'password-too-long' | 'password-too-easy' | 'password-malformed';

/** What is wrong with a new password, or undefined. The names in the account are what an attacker would try first. */
export function refusePassword(input: {
  readonly password: Secret<string>;
  readonly account: Pick<Account, 'userName' | 'displayName' | 'organisationName' | 'addresses'>;
  readonly policy: IdentityPolicy;
}): Refusal<PasswordRefusalCode> | undefined {
  const { account, policy } = input;
  const judgement = judgePassword({
    password: input.password,
    context: [account.userName, account.displayName, account.organisationName, ...account.addresses, policy.issuerName],
    policy: policy.password,
  });
  if (judgement.outcome === 'ok') return undefined;
  const [fault] = judgement.faults;
  switch (fault) {
    case 'malformed':
      return refuse('password-malformed', fault);
    case 'too-short':
      return refuse('password-too-short', fault, { limit: policy.password.minimumLength });
    case 'too-long':
      return refuse('password-too-long', fault, { limit: policy.password.maximumLength });
    case 'common':
    case 'contains-context':
    case 'repetitive':
      return refuse('password-too-easy', fault);
    case undefined:
      break;
  }
  return undefined;
}
