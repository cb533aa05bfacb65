import type { PasskeyCreationOptions, PasskeyRequestOptions } from '@sallyport/identity';
import { Actions, Button, Notice } from '@sallyport/ui';
import type { ComponentChildren, VNode } from 'preact';
import type { FederationParts } from '../federation-parts.ts';

/** What the device shall do, as `browser/passkey.ts` reads it. */
export type Ceremony =
  | { readonly act: 'create'; readonly options: PasskeyCreationOptions }
  | { readonly act: 'get'; readonly options: PasskeyRequestOptions };

/** The fields that a script fills with the answer of the device. */
const ANSWERS = {
  create: ['credential', 'clientData', 'attestation', 'transports'],
  get: ['credential', 'clientData', 'authenticatorData', 'signature', 'userHandle'],
} as const satisfies Record<Ceremony['act'], readonly string[]>;

export interface PasskeyFormProps {
  readonly parts: FederationParts;
  readonly action: string;
  readonly ceremony: Ceremony;
  readonly button: string;
  /** Ways on beside it. */
  readonly children?: ComponentChildren;
}

/** A form that a script fills by asking the device when it is sent. Sent without a script it comes empty, and is answered with what to do. */
export function PasskeyForm({ parts: { messages }, action, ceremony, button, children }: PasskeyFormProps): VNode {
  return (
    <form
      class="form"
      method="post"
      action={action}
      data-submit-once=""
      data-passkey={JSON.stringify(ceremony)}
      data-asking={messages('passkeyAsking')}
      data-unconfirmed={messages('passkeyUnconfirmed')}
      data-unavailable={messages('passkeyUnavailable')}
      data-known={messages('passkeyMakeKnown')}
    >
      {ANSWERS[ceremony.act].map((name) => (
        <input key={name} type="hidden" name={name} value="" />
      ))}
      <noscript>
        <Notice kind="warning">
          <p>{messages('passkeyNeedsScript')}</p>
        </Notice>
      </noscript>
      <p role="status" data-passkey-status="" />
      <Actions>
        <Button>{button}</Button>
        {children}
      </Actions>
    </form>
  );
}
