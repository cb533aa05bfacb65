import type { PasskeyCreationOptions } from '@sallyport/identity';
import { Actions, ButtonLink, Heading, SummaryList } from '@sallyport/ui';
import type { VNode } from 'preact';
import { framed } from '../../http/page.tsx';
import type { FederationParts } from '../federation-parts.ts';
import { PasskeyForm } from './passkey-form.tsx';

/** Self-Administration's page of passkeys: from where one comes here, and where one goes back. */
export function passkeysAt({ identity }: FederationParts): string {
  return `${identity.origins.selfAdministration}/passkeys`;
}

export const MAKE_PASSKEY = '/passkeys/new';

export interface MakePasskeyView {
  readonly name: string;
  readonly options: PasskeyCreationOptions;
  readonly error?: string | undefined;
}

export function makePasskeyPage(parts: FederationParts, { name, options, error }: MakePasskeyView): VNode {
  const { messages } = parts;
  return framed(parts.frame, {
    title: messages('passkeyMakeTitle'),
    errors: error === undefined ? [] : [{ message: error }],
    children: (
      <>
        <Heading lead={messages('passkeyMakeLead')}>{messages('passkeyMakeTitle')}</Heading>
        <SummaryList
          rows={[
            { label: messages('passkeyMakeFor'), value: options.user.name },
            { label: messages('passkeyMakeName'), value: name },
          ]}
        />
        <PasskeyForm parts={parts} action={MAKE_PASSKEY} ceremony={{ act: 'create', options }} button={messages('passkeyMake')}>
          <a href={passkeysAt(parts)}>{messages('passkeyMakeNot')}</a>
        </PasskeyForm>
      </>
    ),
  });
}

/** Nothing is to be made here, or what was tried came to nothing. */
export function noPasskeyMadePage(parts: FederationParts, lead: string): VNode {
  const { messages } = parts;
  return framed(parts.frame, {
    title: messages('passkeyMakeOverTitle'),
    children: (
      <>
        <Heading lead={lead}>{messages('passkeyMakeOverTitle')}</Heading>
        <Actions>
          <ButtonLink href={passkeysAt(parts)}>{messages('passkeyMakeAgain')}</ButtonLink>
        </Actions>
      </>
    ),
  });
}
