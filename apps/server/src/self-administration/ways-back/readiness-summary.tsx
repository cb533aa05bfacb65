import type { AccountReadiness, Holding } from '@sallyport/identity';
import { ActionList, Notice, Time } from '@sallyport/ui';
import type { VNode } from 'preact';
import { PATHS } from '../paths.ts';
import type { SelfAdministrationParts } from '../self-administration-parts.ts';
import { WaysBackDrawing } from './ways-back.drawing.tsx';

/** Where each is set up; nothing for what others issue. */
const SET_UP_AT = {
  'soft-token-otp': PATHS.anotherToken,
  'recovery-code': PATHS.recoveryCodes,
  'passkey-verified': PATHS.passkeys,
  'mailed-code': PATHS.addresses,
  'recovery-contact': PATHS.contacts,
} as const satisfies Partial<Record<Holding, string>>;

function isSetUpHere(holding: Holding): holding is keyof typeof SET_UP_AT {
  return holding in SET_UP_AT;
}

/** Whether the account is ready for a bad day, what stands behind it as a drawing, and what would help. */
export function ReadinessSummary({
  parts,
  readiness,
}: {
  readonly parts: SelfAdministrationParts;
  readonly readiness: AccountReadiness;
}): VNode {
  const { messages } = parts;
  const { holds, isReady, rehearsals } = readiness;
  const [last] = rehearsals;
  const names = namesOf(parts);
  const held = holds.map((holding) => names[holding]).filter((name) => name !== '');
  const helps = readiness.wouldHelp
    .filter(isSetUpHere)
    .map((holding) => ({ href: SET_UP_AT[holding], title: names[holding], description: messages(`wayHint.${holding}`) }));
  return (
    <>
      <Notice kind={isReady ? 'success' : 'warning'}>{messages(isReady ? 'waysBackReady' : 'waysBackNotReady')}</Notice>
      {readiness.contacts === 'circular' ? (
        <Notice kind="warning">
          <p>{messages('waysBackCircular')}</p>
        </Notice>
      ) : null}
      <WaysBackDrawing
        holds={holds}
        names={names}
        account={messages('waysBackAccount')}
        label={messages('waysBackDrawing', { held: held.join(', ') })}
      />
      <p>
        {last ? (
          <>
            {messages('waysBackRehearsedLast')} {messages(`situation.${last.situation}`)}, <Time at={last.endedAt} show="date" />:{' '}
            {messages(`rehearsalEnd.${last.end}`)}.
          </>
        ) : (
          messages('waysBackNeverRehearsed')
        )}
      </p>
      {helps.length === 0 ? null : <ActionList label={messages('waysBackHelps')} items={helps} />}
    </>
  );
}

function namesOf({ messages, identity }: SelfAdministrationParts): Readonly<Record<Holding, string>> {
  return {
    password: messages('way.password'),
    'soft-token-otp': messages('way.soft-token-otp'),
    questions: identity.policy.recovery === 'classic' ? messages('way.questions') : '',
    'recovery-code': messages('way.recovery-code'),
    'mailed-code': messages('way.mailed-code'),
    'passkey-verified': messages('way.passkey-verified'),
    // Nobody sets these up for themselves here.
    'temporary-access-code': '',
    'recovery-contact': messages('way.recovery-contact'),
  };
}
