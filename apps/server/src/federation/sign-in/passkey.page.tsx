import type { PasskeyRequestOptions } from '@sallyport/identity';
import { BackLink, Heading, Steps } from '@sallyport/ui';
import type { VNode } from 'preact';
import { framed } from '../../http/page.tsx';
import type { FederationParts } from '../federation-parts.ts';
import { PasskeyForm } from '../passkeys/passkey-form.tsx';
import type { Interaction } from './interaction.ts';
import { TurnBack } from './sign-in.pages.tsx';

export interface PasskeyView {
  readonly interaction: Interaction;
  readonly options: PasskeyRequestOptions;
  readonly error?: string | undefined;
}

/** Where a device is asked: in place of the password, after it, or because an application asked for just that. */
export function passkeyPage(parts: FederationParts, { interaction, options, error }: PasskeyView): VNode {
  const { messages } = parts;
  const { uid, application, step } = interaction;
  const isFirst = step === 'password';
  const title = messages(isFirst ? 'passkeySignInTitle' : 'passkeyTitle');
  return framed(parts.frame, {
    title,
    ...(isFirst ? {} : { doors: 1 }),
    errors: error === undefined ? [] : [{ message: error }],
    children: (
      <>
        {isFirst ? <BackLink href={`/sign-in/${uid}/password`}>{messages('passkeyUsePassword')}</BackLink> : null}
        {step === 'second-factor' ? (
          <>
            <BackLink href={`/sign-in/${uid}/second-factor`}>{messages('otherWay')}</BackLink>
            <Steps current={2} total={2} doors={1} />
          </>
        ) : null}
        <Heading
          caption={messages('passwordFor', { application: application.name })}
          lead={messages(isFirst ? 'passkeySignInLead' : 'passkeyLead')}
        >
          {title}
        </Heading>
        <PasskeyForm parts={parts} action={`/sign-in/${uid}/passkey`} ceremony={{ act: 'get', options }} button={messages('passkeyUse')} />
        <TurnBack parts={parts} uid={uid} />
      </>
    ),
  });
}
