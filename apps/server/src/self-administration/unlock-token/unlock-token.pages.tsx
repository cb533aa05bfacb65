import type { ActionProof, IssuedUnlockCode, OfferedAction, RefusalDetails } from '@sallyport/identity';
import {
  ActionList,
  Actions,
  BackLink,
  Button,
  ButtonLink,
  CodeDisplay,
  CodeInput,
  Field,
  Form,
  Heading,
  Panel,
  Panels,
  QrCode,
  Steps,
  SummaryList,
  Time,
} from '@sallyport/ui';
import type { VNode } from 'preact';
import { OtpField } from '../../http/otp-field.tsx';
import { fieldError, framed } from '../../http/page.tsx';
import { itemOf } from '../actions/actions.page.tsx';
import { WhatItTakes } from '../actions/what-it-takes.tsx';
import { errorOn, personalPage, wordPage } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import type { Person, SelfAdministrationParts } from '../self-administration-parts.ts';

/** The pages of an unlock, in their order: (hand over) → confirm → PIN Reset Code → unlock code → done. */

const TOTAL_STEPS = 4;

export interface CodeView {
  readonly code?: string;
  readonly serial?: string;
  readonly error?: string;
  readonly badGroups?: readonly number[];
}

export function codeViewOf(code: string, refused: { readonly sentence: string; readonly details: RefusalDetails }): CodeView {
  return { code, error: refused.sentence, badGroups: refused.details.groups ?? [] };
}

/** Where the locked token's link or QR code leads: nobody is signed in yet. */
export function handOverPage(parts: SelfAdministrationParts, view: CodeView): VNode {
  const { messages } = parts;
  return framed(parts.frame, {
    title: messages('handOverTitle'),
    errors: errorOn('code', view.error),
    children: (
      <>
        <Heading lead={messages('handOverLead')}>{messages('handOverTitle')}</Heading>
        <Form action={PATHS.handOver}>
          <PinResetCodeInput parts={parts} view={view} fragmentKey="c" />
          <Field
            name="serial"
            label={messages('serialLabel')}
            hint={messages('serialHint')}
            text="code"
            fragmentKey="s"
            optional
            maxLength={24}
            width="medium"
            {...(view.serial === undefined ? {} : { value: view.serial })}
          />
          <Actions>
            <Button>{messages('handOverContinue')}</Button>
          </Actions>
        </Form>
      </>
    ),
  });
}

export interface ConfirmView {
  readonly person: Person;
  /** The short road: what the token handed over, so that no code needs to be typed. */
  readonly handedOver: { readonly code: string } | undefined;
}

export function confirmPage(parts: SelfAdministrationParts, { person, handedOver }: ConfirmView): VNode {
  const { messages } = parts;
  return personalPage(parts, person, {
    title: messages('unlockTitle'),
    children: (
      <>
        <BackLink href={PATHS.actions} />
        <Steps current={1} total={TOTAL_STEPS} next={messages(handedOver ? 'nextUnlock' : 'nextCode')} doors={1} />
        <Heading caption={messages('actionUnlock')} lead={messages('unlockLead')}>
          {messages('unlockTitle')}
        </Heading>
        {handedOver ? (
          <CodeDisplay code={handedOver.code} kind="prc" label={messages('unlockHandedOver')} size="medium" copyable={false} />
        ) : null}
        <Form action={PATHS.unlock}>
          <Actions>
            <Button>{messages('unlockYes')}</Button>
            <ButtonLink href={PATHS.actions} kind="secondary">
              {messages('unlockNo')}
            </ButtonLink>
          </Actions>
        </Form>
      </>
    ),
  });
}

export function pinResetCodePage(parts: SelfAdministrationParts, person: Person, view: CodeView): VNode {
  const { messages } = parts;
  return personalPage(parts, person, {
    title: messages('codeTitle'),
    errors: errorOn('code', view.error),
    children: (
      <>
        <BackLink href={PATHS.unlock} />
        <Steps current={2} total={TOTAL_STEPS} next={messages('nextUnlock')} doors={1} />
        <Heading lead={messages('codeLead')}>{messages('codeTitle')}</Heading>
        <Form action={PATHS.unlockCode}>
          <PinResetCodeInput parts={parts} view={view} />
          <Actions>
            <Button>{messages('codeContinue')}</Button>
          </Actions>
        </Form>
      </>
    ),
  });
}

function PinResetCodeInput(props: {
  readonly parts: SelfAdministrationParts;
  readonly view: CodeView;
  readonly fragmentKey?: string;
}): VNode {
  const { parts, view, fragmentKey } = props;
  return (
    <CodeInput
      name="code"
      kind="prc"
      label={parts.messages('pinResetCode')}
      hint={parts.messages('codeHint')}
      {...fieldError(view.error)}
      {...(view.code === undefined ? {} : { value: view.code })}
      {...(view.badGroups === undefined ? {} : { badGroups: view.badGroups })}
      {...(fragmentKey === undefined ? {} : { fragmentKey })}
    />
  );
}

export interface ResultView {
  readonly person: Person;
  readonly issued: Pick<IssuedUnlockCode, 'serial' | 'code' | 'link' | 'confirmBy'>;
  readonly error?: string;
}

/** The unlock code, three ways to carry it, and the field that waits for the first one-time password. */
export function resultPage(parts: SelfAdministrationParts, { person, issued, error }: ResultView): VNode {
  const { messages, identity } = parts;
  const code = issued.code.reveal();
  const link = issued.link.reveal();
  const groupCount = ({ 12: 3, 16: 4, 20: 5 } as const)[identity.policy.token.unlockDigits];
  return personalPage(parts, person, {
    title: messages('resultTitle'),
    errors: errorOn('otp', error),
    children: (
      <>
        <Steps current={3} total={TOTAL_STEPS} next={messages('nextConfirm')} doors={1} />
        <Heading lead={messages('resultLead', { serial: issued.serial })}>{messages('resultTitle')}</Heading>
        <CodeDisplay code={code} kind="unl" groupCount={groupCount} label={messages('unlockCode')} />
        <Panels>
          <Panel title={messages('resultTapTitle')}>
            <p>{messages('resultTapHint')}</p>
            <Actions>
              <ButtonLink href={link} kind="secondary" newTab>
                {messages('resultTap')}
              </ButtonLink>
            </Actions>
          </Panel>
          <Panel title={messages('resultQrTitle')}>
            <QrCode value={link} label={messages('resultQrLabel')} caption={messages('resultQr')} />
          </Panel>
        </Panels>
        <Panel title={messages('resultConfirmTitle')}>
          <p>
            {messages('resultConfirm')} <Time at={issued.confirmBy} />.
          </p>
          <Form action={PATHS.unlockResult}>
            <OtpField digits={identity.policy.otp.digits} label={messages('otpLabel')} hint={messages('otpHint')} error={error} />
            <Actions>
              <Button>{messages('resultConfirmButton')}</Button>
            </Actions>
          </Form>
          <p>
            <a href={PATHS.unlockDone}>{messages('resultReported')}</a>
          </p>
        </Panel>
      </>
    ),
  });
}

export function donePage(parts: SelfAdministrationParts, person: Person): VNode {
  const { messages } = parts;
  return personalPage(parts, person, {
    title: messages('doneTitle'),
    doors: 2,
    children: (
      <>
        <Steps current={TOTAL_STEPS} total={TOTAL_STEPS} doors={2} />
        <Heading lead={messages('doneLead')}>{messages('doneTitle')}</Heading>
        <Actions>
          <ButtonLink href={`${parts.certificateServicesOrigin}/settings/account`}>{messages('doneContinue')}</ButtonLink>
          <ButtonLink href={PATHS.actions} kind="secondary">
            {messages('doneStay')}
          </ButtonLink>
        </Actions>
      </>
    ),
  });
}

export function reactivatePage(parts: SelfAdministrationParts, view: { readonly person: Person; readonly error?: string }): VNode {
  const { messages, identity } = parts;
  return personalPage(parts, view.person, {
    title: messages('reactivateTitle'),
    errors: errorOn('otp', view.error),
    children: (
      <>
        <BackLink href={PATHS.actions} />
        <Heading lead={messages('reactivateLead')}>{messages('reactivateTitle')}</Heading>
        <Form action={PATHS.reactivate}>
          <OtpField digits={identity.policy.otp.digits} label={messages('otpLabel')} hint={messages('otpHint')} error={view.error} />
          <Actions>
            <Button>{messages('reactivateButton')}</Button>
          </Actions>
        </Form>
      </>
    ),
  });
}

export interface NotReactivatedView {
  readonly person: Person;
  /** What bringing the token back takes of this person: more than they gave. */
  readonly takes: ActionProof;
  /** What else mends it, and is open to them. */
  readonly instead: readonly OfferedAction[];
  readonly serials: readonly string[];
}

/** What was given does not bring the token back: what would, what else is open, and what support needs to hear. */
export function notReactivatedPage(parts: SelfAdministrationParts, view: NotReactivatedView): VNode {
  const { messages } = parts;
  const { person, takes, instead, serials } = view;
  return personalPage(parts, person, {
    title: messages('reactivateTitle'),
    children: (
      <>
        <BackLink href={PATHS.actions} />
        <Heading lead={messages('notReactivatedLead')}>{messages('reactivateTitle')}</Heading>
        <WhatItTakes parts={parts} action="reactivate-soft-token" takes={takes}>
          <p>{messages('notReactivatedWhy')}</p>
        </WhatItTakes>
        {instead.length === 0 ? null : (
          <>
            <h2>{messages('notReactivatedInstead')}</h2>
            <ActionList label={messages('notReactivatedInstead')} items={instead.map((offered) => itemOf(parts, offered))} />
          </>
        )}
        <h2>{messages('notReactivatedSupport')}</h2>
        <p>{messages('notReactivatedSupportText')}</p>
        {serials.length === 0 ? null : <SummaryList rows={[{ label: messages('tokenSerial'), value: serials.join(', ') }]} />}
        <Actions>
          <ButtonLink href={PATHS.support} kind="secondary">
            {messages('supportTitle')}
          </ButtonLink>
        </Actions>
      </>
    ),
  });
}

/** A refusal after which this unlock cannot go on; every way forward is offered. */
export function stoppedPage(parts: SelfAdministrationParts, sentence: string): VNode {
  const { messages } = parts;
  return wordPage(parts, { title: messages('unlockTitle'), lead: sentence, action: { href: PATHS.actions, label: messages('doneStay') } });
}
