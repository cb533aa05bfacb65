import { ActionList, Actions, Button, CodeInput, Field, Form, Heading, Notice, PasswordField, Steps } from '@sallyport/ui';
import type { VNode } from 'preact';
import { fieldError, framed } from '../../http/page.tsx';
import { type FederationParts, SELF_ADMINISTRATION_CLIENT } from '../federation-parts.ts';
import type { Interaction } from './interaction.ts';

/** The two doors of the Federation, one page each. */

export interface PasswordView {
  readonly interaction: Interaction;
  readonly userName?: string | undefined;
  readonly error?: string | undefined;
}

export function passwordPage(parts: FederationParts, view: PasswordView): VNode {
  const { messages } = parts;
  const { application, wish, uid } = view.interaction;
  const errors = view.error === undefined ? [] : [{ message: view.error, field: 'userName' }];
  const isSecondNeeded = wish.level === 2;
  return framed(parts.frame, {
    title: messages('passwordTitle'),
    errors,
    children: (
      <>
        {isSecondNeeded ? <Steps current={1} total={2} next={messages('secondDoor')} doors={0} /> : null}
        <Heading
          caption={messages('passwordFor', { application: application.name })}
          lead={wish.passwordIn === undefined ? undefined : messages('passwordFreshLead', { application: application.name })}
        >
          {messages('passwordTitle')}
        </Heading>
        <Form action={`/sign-in/${uid}/password`}>
          <Field
            name="userName"
            label={messages('userName')}
            autoComplete="username"
            text="code"
            maxLength={254}
            {...fieldError(view.error)}
            {...(view.userName === undefined ? {} : { value: view.userName })}
          />
          <PasswordField name="password" label={messages('password')} autoComplete="current-password" maxLength={1024} />
          <Actions>
            <Button>{messages('passwordContinue')}</Button>
            <a href="/password/forgotten">{messages('passwordForgotten')}</a>
          </Actions>
        </Form>
        <TurnBack parts={parts} uid={uid} />
      </>
    ),
  });
}

export interface SecondFactorView {
  readonly interaction: Interaction;
  readonly personName: string;
  /** Whether a one-time password of this account can be accepted at all now. */
  readonly canUseToken: boolean;
  readonly digits: number;
  readonly error?: string | undefined;
}

export function secondFactorPage(parts: FederationParts, view: SecondFactorView): VNode {
  const { messages } = parts;
  const { uid, application } = view.interaction;
  const repair = parts.applications[SELF_ADMINISTRATION_CLIENT];
  const title = view.canUseToken ? messages('secondFactorTitle') : messages('noTokenTitle');
  return framed(parts.frame, {
    title,
    doors: 1,
    errors: view.error === undefined ? [] : [{ message: view.error, field: 'otp' }],
    children: (
      <>
        <Steps current={2} total={2} doors={1} />
        <Heading
          caption={messages('passwordFor', { application: application.name })}
          lead={view.canUseToken ? messages('secondFactorLead') : messages('noTokenLead')}
        >
          {title}
        </Heading>
        {view.canUseToken ? (
          <Form action={`/sign-in/${uid}/second-factor`}>
            <CodeInput
              name="otp"
              kind={view.digits === 6 ? 'otp6' : 'otp'}
              label={messages('oneTimePassword')}
              hint={messages('oneTimePasswordHint')}
              autoFocus
              {...fieldError(view.error)}
            />
            <Actions>
              <Button>{messages('secondFactorContinue')}</Button>
            </Actions>
          </Form>
        ) : null}
        {repair ? (
          <ActionList
            label={messages('misplacedToken')}
            items={[
              {
                href: repair.home,
                title: view.canUseToken ? messages('misplacedToken') : messages('noTokenAction'),
                description: messages('misplacedTokenHint'),
              },
            ]}
          />
        ) : null}
        <p class="quiet">{messages('signedInAs', { name: view.personName })}</p>
        <Form action={`/sign-in/${uid}/other-person`}>
          <Actions>
            <Button kind="quiet">{messages('otherPerson')}</Button>
          </Actions>
        </Form>
        <TurnBack parts={parts} uid={uid} />
      </>
    ),
  });
}

function TurnBack({ parts, uid }: { readonly parts: FederationParts; readonly uid: string }): VNode {
  return (
    <Form action={`/sign-in/${uid}/turn-back`}>
      <Actions>
        <Button kind="quiet">{parts.messages('turnBack')}</Button>
      </Actions>
    </Form>
  );
}

export function expiredPage(parts: FederationParts): VNode {
  const { messages } = parts;
  return framed(parts.frame, {
    title: messages('expiredTitle'),
    children: (
      <>
        <Heading lead={messages('expiredLead')}>{messages('expiredTitle')}</Heading>
        <Notice>
          <ul>
            {Object.values(parts.applications).map((application) => (
              <li key={application.home}>
                <a href={application.home}>{application.name}</a>
              </li>
            ))}
          </ul>
        </Notice>
      </>
    ),
  });
}
