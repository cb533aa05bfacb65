import type { Protection, TokenPolicy } from '@sallyport/protocol';
import { Actions, Button, Checkbox, Form, Heading, Notice, PasswordField, Steps } from '@sallyport/ui';
import type { VNode } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import type { OpenPage, OpenScreen } from '../app/model.ts';
import { sayProtection } from '../messages/device-protection-english.ts';
import { say } from '../messages/english.ts';
import { AttemptsLeft } from './attempts-left.tsx';
import { DeviceProblem } from './device-notices.tsx';
import { emptyPinField } from './empty-pin-field.ts';
import { textOf } from './form-text.ts';
import { GoBack } from './going.tsx';
import { useArrival } from './use-arrival.ts';
import { sayClosedProblem } from './words.ts';
import '../style/on-demand.css';

type OfferPage = Extract<OpenPage, { readonly at: 'offer' }>;
type PinPage = Extract<OpenPage, { readonly at: 'protection' }>;

export interface DeviceProtectionProps {
  readonly page: OfferPage | PinPage;
  readonly finishing: OpenScreen['finishing'];
  readonly protection: Protection;
  readonly policy: TokenPolicy;
  readonly isBusy: boolean;
  readonly onYes: (wish: { readonly opensAlone: boolean }) => void;
  readonly onPin: (pin: string) => void;
  /** No, or back. */
  readonly onLeave: () => void;
}

/** Fingerprint, face or screen lock besides the PIN: the question, and the page where it is changed later. */
export function DeviceProtectionScreen({ page, ...props }: DeviceProtectionProps): VNode {
  useArrival(page.at);
  return page.at === 'offer' ? <Offer page={page} {...props} /> : <BehindThePin page={page} {...props} />;
}

type Part<Page> = Omit<DeviceProtectionProps, 'page'> & { readonly page: Page };

function Offer({ page, finishing, policy, isBusy, onYes, onLeave }: Part<OfferPage>): VNode {
  const { problem } = page;
  return (
    <>
      {finishing === undefined ? null : <Steps current={2} total={3} next={sayProtection('step-next')} doors={2} />}
      <Heading lead={sayProtection('offer-lead')}>{sayProtection('offer-title')}</Heading>
      {problem === undefined ? null : (
        <Notice kind="warning" live="assertive">
          <p>{sayProtection(`problem-${problem}`)}</p>
        </Notice>
      )}
      {problem === 'unavailable' ? (
        <Actions>
          <Button type="button" onClick={onLeave} disabled={isBusy}>
            {sayProtection('go-on')}
          </Button>
        </Actions>
      ) : (
        <>
          <ul>
            <li>{sayProtection('offer-private')}</li>
            <li>{sayProtection('offer-lost')}</li>
            <li>{sayProtection('offer-account')}</li>
            <li>{sayProtection('offer-twice')}</li>
          </ul>
          <Form
            onSubmit={(form) => {
              onYes({ opensAlone: textOf(form, 'alone') === 'yes' });
            }}
          >
            {policy.prfOnlyAllowed ? (
              <Checkbox name="alone" label={sayProtection('alone-label')} hint={sayProtection('alone-hint')} />
            ) : null}
            <Actions>
              <Button disabled={isBusy}>{sayProtection(isBusy ? 'yes-working' : 'yes')}</Button>
              <Button type="button" kind="secondary" onClick={onLeave} disabled={isBusy}>
                {sayProtection('no')}
              </Button>
            </Actions>
          </Form>
        </>
      )}
    </>
  );
}

function BehindThePin({ page, protection, policy, isBusy, onPin, onLeave }: Part<PinPage>): VNode {
  const { note, canProtect } = page;
  const isOn = protection.kind === 'pin-and-authenticator';
  const problem = sayClosedProblem(note, policy);
  useLayoutEffect(() => {
    emptyPinField()?.focus();
  }, [note]);
  return (
    <>
      <GoBack onGo={onLeave}>{sayProtection('back')}</GoBack>
      <Heading lead={sayProtection(isOn ? (protection.opensAlone ? 'is-on-alone' : 'is-on') : 'is-off')}>
        {sayProtection('page-title')}
      </Heading>
      <DeviceProblem note={note} />
      <AttemptsLeft note={note} />
      {isOn || canProtect ? (
        <Form
          onSubmit={(form) => {
            onPin(textOf(form, 'pin'));
          }}
        >
          <p>{sayProtection(isOn ? 'remove-lead' : 'add-lead')}</p>
          <PasswordField
            name="pin"
            label={sayProtection('pin-label')}
            autoComplete="off"
            inputMode="numeric"
            width="medium"
            maxLength={40}
            autoFocus
            {...(problem === undefined ? {} : { error: problem })}
          />
          <Actions>
            <Button disabled={isBusy} kind={isOn ? 'danger' : 'primary'}>
              {isBusy ? sayProtection('working') : sayProtection(isOn ? 'remove-button' : 'add-button')}
            </Button>
            <Button type="button" kind="quiet" onClick={onLeave} disabled={isBusy}>
              {say('cancel')}
            </Button>
          </Actions>
        </Form>
      ) : (
        <p>{sayProtection('cannot')}</p>
      )}
    </>
  );
}
