import type { SecondFactorWay } from '@sallyport/identity';
import {
  type ActionItem,
  ActionList,
  Actions,
  BackLink,
  Button,
  CodeInput,
  Form,
  Heading,
  Notice,
  PasswordField,
  Steps,
} from '@sallyport/ui';
import type { VNode } from 'preact';
import { OtpField } from '../../http/otp-field.tsx';
import { fieldError, framed } from '../../http/page.tsx';
import { type FederationParts, SELF_ADMINISTRATION_CLIENT } from '../federation-parts.ts';
import { UserNameField } from '../user-name-field.tsx';
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
  const passkey = `/sign-in/${uid}/passkey`;
  return framed(parts.frame, {
    title: messages('passwordTitle'),
    errors,
    children: (
      <>
        {isSecondNeeded ? <Steps current={1} total={2} next={messages('secondDoor')} doors={0} /> : null}
        <Heading
          caption={messages('passwordFor', { application: application.name })}
          lead={wish.freshIn === undefined ? undefined : messages('passwordFreshLead', { application: application.name })}
        >
          {messages('passwordTitle')}
        </Heading>
        <Form action={`/sign-in/${uid}/password`}>
          <UserNameField label={messages('userName')} value={view.userName} error={view.error} autoComplete="username webauthn" />
          <PasswordField name="password" label={messages('password')} autoComplete="current-password" maxLength={1024} />
          <Actions>
            <Button>{messages('passwordContinue')}</Button>
            <a href="/password/forgotten">{messages('passwordForgotten')}</a>
          </Actions>
        </Form>
        <div data-passkey-autofill={passkey} hidden />
        <ActionList
          label={messages('otherWays')}
          items={[{ href: passkey, title: messages('passkeySignInWay'), description: messages('passkeySignInWayHint') }]}
        />
        <TurnBack parts={parts} uid={uid} />
      </>
    ),
  });
}

export interface SecondFactorView {
  readonly interaction: Interaction;
  readonly personName: string;
  /** What this account has set up and can be accepted now. */
  readonly ways: readonly SecondFactorWay[];
  readonly digits: number;
  readonly error?: string | undefined;
}

export function secondFactorPage(parts: FederationParts, view: SecondFactorView): VNode {
  const { messages } = parts;
  const { uid, application } = view.interaction;
  const repair = parts.applications[SELF_ADMINISTRATION_CLIENT];
  const canUseToken = view.ways.includes('soft-token-otp');
  const title = view.ways.length > 0 ? messages('secondFactorTitle') : messages('noTokenTitle');
  const lead = canUseToken ? 'secondFactorLead' : view.ways.length > 0 ? 'secondFactorOtherLead' : 'noTokenLead';
  const codes = {
    'recovery-code': { title: messages('recoveryCodeWay'), description: messages('recoveryCodeWayHint') },
    'temporary-access-code': { title: messages('temporaryAccessWay'), description: messages('temporaryAccessWayHint') },
    passkey: { title: messages('passkeyWay'), description: messages('passkeyWayHint') },
  } as const satisfies Record<Exclude<SecondFactorWay, 'soft-token-otp'>, Omit<ActionItem, 'href'>>;
  const others: readonly ActionItem[] = view.ways.flatMap((way) =>
    way === 'soft-token-otp' ? [] : [{ href: `/sign-in/${uid}/${way}`, ...codes[way] }],
  );
  return framed(parts.frame, {
    title,
    doors: 1,
    errors: view.error === undefined ? [] : [{ message: view.error, field: 'otp' }],
    children: (
      <>
        <Steps current={2} total={2} doors={1} />
        <Heading caption={messages('passwordFor', { application: application.name })} lead={messages(lead)}>
          {title}
        </Heading>
        {canUseToken ? (
          <Form action={`/sign-in/${uid}/second-factor`}>
            <OtpField
              digits={view.digits}
              label={messages('oneTimePassword')}
              hint={messages('oneTimePasswordHint')}
              autoFocus
              error={view.error}
            />
            <Actions>
              <Button>{messages('secondFactorContinue')}</Button>
            </Actions>
          </Form>
        ) : null}
        <ActionList
          label={messages('otherWays')}
          items={[
            ...others,
            ...(repair
              ? [
                  {
                    href: repair.home,
                    title: messages(view.ways.length > 0 ? 'misplacedToken' : 'noTokenAction'),
                    description: messages('misplacedTokenHint'),
                  },
                ]
              : []),
          ]}
        />
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

/** A second factor that is a code of groups. */
export type GroupedCodeWay = Exclude<SecondFactorWay, 'soft-token-otp' | 'passkey'>;

export interface GroupedCodeView {
  readonly interaction: Interaction;
  readonly way: GroupedCodeWay;
  readonly error?: string | undefined;
  readonly badGroups?: readonly number[] | undefined;
}

export function groupedCodePage(parts: FederationParts, { interaction, way, error, badGroups = [] }: GroupedCodeView): VNode {
  const { messages } = parts;
  const { kind, title, lead, label } = (
    {
      'recovery-code': { kind: 'rec', title: 'recoveryCodeTitle', lead: 'recoveryCodeLead', label: 'recoveryCodeWay' },
      'temporary-access-code': { kind: 'tmp', title: 'temporaryAccessTitle', lead: 'temporaryAccessLead', label: 'temporaryAccessWay' },
    } as const
  )[way];
  const { uid, application } = interaction;
  return framed(parts.frame, {
    title: messages(title),
    doors: 1,
    errors: error === undefined ? [] : [{ message: error, field: 'code' }],
    children: (
      <>
        <BackLink href={`/sign-in/${uid}/second-factor`}>{messages('otherWay')}</BackLink>
        <Steps current={2} total={2} doors={1} />
        <Heading caption={messages('passwordFor', { application: application.name })} lead={messages(lead)}>
          {messages(title)}
        </Heading>
        <Form action={`/sign-in/${uid}/${way}`}>
          <CodeInput name="code" kind={kind} label={messages(label)} badGroups={badGroups} autoFocus {...fieldError(error)} />
          <Actions>
            <Button>{messages('secondFactorContinue')}</Button>
          </Actions>
        </Form>
        <TurnBack parts={parts} uid={uid} />
      </>
    ),
  });
}

export function TurnBack({ parts, uid }: { readonly parts: FederationParts; readonly uid: string }): VNode {
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
