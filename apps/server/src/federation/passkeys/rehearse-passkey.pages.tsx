import type { PasskeyRequestOptions } from '@sallyport/identity';
import { Actions, ButtonLink, Heading } from '@sallyport/ui';
import type { VNode } from 'preact';
import { framed } from '../../http/page.tsx';
import type { FederationParts } from '../federation-parts.ts';
import { PasskeyForm } from './passkey-form.tsx';

export const REHEARSE_PASSKEY = '/passkeys/rehearse';

/** The rehearsal in Self-Administration: from where one comes here, and where one goes back. */
export function rehearsalAt({ identity }: FederationParts): string {
  return `${identity.origins.selfAdministration}/ways-back/rehearsal`;
}

export function rehearsePasskeyPage(
  parts: FederationParts,
  { options, error }: { readonly options: PasskeyRequestOptions; readonly error?: string | undefined },
): VNode {
  const { messages } = parts;
  return framed(parts.frame, {
    title: messages('passkeyRehearseTitle'),
    errors: error === undefined ? [] : [{ message: error }],
    children: (
      <>
        <Heading caption={messages('passkeyRehearseCaption')} lead={messages('passkeyRehearseLead')}>
          {messages('passkeyRehearseTitle')}
        </Heading>
        <PasskeyForm parts={parts} action={REHEARSE_PASSKEY} ceremony={{ act: 'get', options }} button={messages('passkeyRehearse')}>
          <a href={rehearsalAt(parts)}>{messages('passkeyRehearseNot')}</a>
        </PasskeyForm>
      </>
    ),
  });
}

/** No rehearsal is under way in this browser. */
export function noRehearsalPage(parts: FederationParts): VNode {
  const { messages } = parts;
  return framed(parts.frame, {
    title: messages('passkeyRehearseOverTitle'),
    children: (
      <>
        <Heading lead={messages('passkeyRehearseOverLead')}>{messages('passkeyRehearseOverTitle')}</Heading>
        <Actions>
          <ButtonLink href={rehearsalAt(parts)}>{messages('passkeyRehearseAgain')}</ButtonLink>
        </Actions>
      </>
    ),
  });
}
