import type { ActivationProgress } from '@sallyport/identity';
import {
  Actions,
  Button,
  ButtonLink,
  CodeDisplay,
  CodeInput,
  CopyButton,
  Details,
  Form,
  Panel,
  Panels,
  QrCode,
  SummaryList,
  Time,
} from '@sallyport/ui';
import type { VNode } from 'preact';
import { fieldError } from '../../http/page.tsx';
import type { SelfAdministrationParts } from '../self-administration-parts.ts';

/** The ways to activate one token, the usual ones in the open, the others one tap away. Whichever is used, the rest of the page waits for its one-time password. */

export interface RegistrationView {
  /** As typed, when it was not taken. */
  readonly code: string;
  readonly error: string;
  readonly badGroups?: readonly number[];
}

export interface ActivationWaysProps {
  readonly parts: SelfAdministrationParts;
  readonly offer: Extract<ActivationProgress, { at: 'waiting-for-app' }>['offer'];
  readonly registration: RegistrationView | undefined;
  /** Where a registration code is sent. */
  readonly registrationAction: string;
}

export function ActivationWays({ parts, offer, registration, registrationAction }: ActivationWaysProps): VNode {
  const { messages } = parts;
  const link = offer.link.reveal();
  const [before, after] = messages('setUpTokenSerial', { serial: offer.serial, time: '\n' }).split('\n');
  return (
    <>
      <Panels>
        <Panel title={messages('setUpTokenHereTitle')}>
          <p>{messages('setUpTokenHereHint')}</p>
          <Actions>
            <ButtonLink href={link} kind="secondary" newTab>
              {messages('setUpTokenHere')}
            </ButtonLink>
          </Actions>
        </Panel>
        <Panel title={messages('setUpTokenQrTitle')}>
          <QrCode value={link} label={messages('setUpTokenQrLabel')} caption={messages('setUpTokenQr')} />
        </Panel>
      </Panels>
      <Details summary={messages('setUpTokenTypedTitle')}>
        <TypedWay parts={parts} offer={offer} />
      </Details>
      <Details summary={messages('setUpTokenOfflineTitle')} open={registration !== undefined}>
        <OfflineWay parts={parts} offer={offer} registration={registration} registrationAction={registrationAction} />
      </Details>
      <p class="quiet">
        {before}
        <Time at={offer.expiresAt} />
        {after}
      </p>
    </>
  );
}

function TypedWay({ parts, offer }: Pick<ActivationWaysProps, 'parts' | 'offer'>): VNode {
  const { messages } = parts;
  const address = parts.identity.origins.softToken;
  if (offer.code === undefined) return <p>{messages('setUpTokenTypedSpent')}</p>;
  return (
    <>
      <p>{messages('setUpTokenTypedHint')}</p>
      <SummaryList
        rows={[
          { label: messages('setUpTokenTypedAddress'), value: <code dir="ltr">{address}</code> },
          { label: messages('tokenSerial'), value: <code dir="ltr">{offer.serial}</code> },
        ]}
      />
      <CodeDisplay code={offer.code.reveal()} kind="act" label={messages('activationCode')} size="medium" />
    </>
  );
}

function OfflineWay({ parts, offer, registration, registrationAction }: ActivationWaysProps): VNode {
  const { messages } = parts;
  const text = offer.offlineText.reveal();
  return (
    <>
      <p>{messages('setUpTokenOfflineHint')}</p>
      <QrCode value={text} label={messages('setUpTokenOfflineQrLabel')} caption={messages('setUpTokenOfflineQr')} />
      <Details summary={messages('setUpTokenOfflinePaste')}>
        <p>
          <code dir="ltr">{text}</code>
        </p>
        <CopyButton text={text} label={messages('setUpTokenOfflineText')} />
      </Details>
      <Form action={registrationAction}>
        <CodeInput
          name="registrationCode"
          kind="reg"
          label={messages('registrationCode')}
          hint={messages('registrationCodeHint')}
          otherKinds={{ prc: messages('registrationCodeNotPrc'), act: messages('registrationCodeNotAct') }}
          {...(registration ? { value: registration.code, ...fieldError(registration.error) } : {})}
          {...(registration?.badGroups ? { badGroups: registration.badGroups } : {})}
        />
        <Actions>
          <Button kind="secondary">{messages('registrationCodeContinue')}</Button>
        </Actions>
      </Form>
    </>
  );
}
