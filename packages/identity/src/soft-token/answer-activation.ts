import type { ActivationReply, ActivationRequest } from '@sallyport/protocol';
import type { IdentityPorts } from '../ports.ts';
import type { Refusal } from '../refusals.ts';
import type { Visit } from '../visit.ts';

/**
 * The app's first message (section 14 A). The try is spent before the message is opened. The very same message sent again, because the
 * answer was lost, gets the very same answer; any other is refused once one was answered.
 */
export declare function answerActivation(
  ports: IdentityPorts,
  input: { readonly activationId: string; readonly request: ActivationRequest; readonly visit: Visit },
): Promise<
  ActivationReply | Refusal<'activation-not-found' | 'activation-expired' | 'activation-used' | 'activation-mismatch' | 'too-many-attempts'>
>;
