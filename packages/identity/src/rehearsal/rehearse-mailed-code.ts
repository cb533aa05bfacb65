import type { Secret } from '@sallyport/platform';
import { checkMailedCode } from '../mailed-codes/check-mailed-code.ts';
import { readMailedCode } from '../mailed-codes/rules.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, refuse } from '../refusals.ts';
import { rehearsalMailPlace } from './mail-place.ts';
import { type RehearsalStep, type RehearsedStepDone, keepTry } from './under-way.ts';

/** The code from the mail of the rehearsal, with five tries of its own. One that was mailed for real is none, and stays good. */
export async function rehearseMailedCode(
  ports: IdentityPorts,
  input: RehearsalStep & { readonly code: Secret<string> },
): Promise<RehearsedStepDone | Refusal<'rehearsal-over' | 'mailed-code-malformed' | 'mailed-code-refused' | 'busy'>> {
  const { digits } = ports.policy.mailedCode;
  const typed = readMailedCode(input.code, digits);
  if (!typed) return refuse('mailed-code-malformed', 'not so many digits', { limit: digits });
  const tried = { step: input, factor: 'mailed-code', action: 'rehearsal.mailed-code' } as const;
  return checkMailedCode(ports, { ...input, session: rehearsalMailPlace(input.session), typed }, (tx, { now, verdict }) =>
    keepTry(ports, tx, { ...tried, now, verdict }),
  );
}
