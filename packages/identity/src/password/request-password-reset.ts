import type { IdentityPorts } from '../ports.ts';
import type { Refusal } from '../refusals.ts';
import type { Visit } from '../visit.ts';

/**
 * *I've forgotten my password.* Mails a link (`<Federation>/password#r=<code>`, 30 minutes, once) to every address of the account.
 * Known and unknown names get the same answer, from the same budget.
 */
export declare function requestPasswordReset(
  ports: IdentityPorts,
  input: { readonly userName: string; readonly visit: Visit },
): Promise<{ readonly kind: 'answered' } | Refusal<'too-many-attempts'>>;
