import type { AccountReadiness, Holding, Step } from '@sallyport/identity';
import { ActionList, BackLink, Heading, Notice, Table } from '@sallyport/ui';
import type { VNode } from 'preact';
import { personalPage } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import type { Person, SelfAdministrationParts } from '../self-administration-parts.ts';
import { WaysBackDrawing } from './ways-back.drawing.tsx';

/** Where each is set up; nothing for what others issue. */
const SET_UP_AT = {
  'soft-token-otp': PATHS.anotherToken,
  'recovery-code': PATHS.recoveryCodes,
  'mailed-code': PATHS.addresses,
} as const satisfies Partial<Record<Holding, string>>;

function isSetUpHere(holding: Holding): holding is keyof typeof SET_UP_AT {
  return holding in SET_UP_AT;
}

export function waysBackPage(
  parts: SelfAdministrationParts,
  { person, readiness }: { readonly person: Person; readonly readiness: AccountReadiness },
): VNode {
  const { messages } = parts;
  const { holds, isReady, prospects } = readiness;
  const names = namesOf(parts);
  const held = holds.map((holding) => names[holding]).filter((name) => name !== '');
  const helps = readiness.wouldHelp
    .filter(isSetUpHere)
    .map((holding) => ({ href: SET_UP_AT[holding], title: names[holding], description: messages(`wayHint.${holding}`) }));
  return personalPage(parts, person, {
    title: messages('waysBackTitle'),
    children: (
      <>
        <BackLink href={PATHS.actions} />
        <Heading lead={messages('waysBackLead')}>{messages('waysBackTitle')}</Heading>
        <Notice kind={isReady ? 'success' : 'warning'}>{messages(isReady ? 'waysBackReady' : 'waysBackNotReady')}</Notice>
        <WaysBackDrawing
          holds={holds}
          names={names}
          account={messages('waysBackAccount')}
          label={messages('waysBackDrawing', { held: held.join(', ') })}
        />
        {helps.length === 0 ? null : <ActionList label={messages('waysBackHelps')} items={helps} />}
        <Table
          caption={messages('waysBackTable')}
          columns={[
            {
              title: messages('waysBackIf'),
              cell: ({ situation }: AccountReadiness['prospects'][number]) => messages(`situation.${situation}`),
            },
            { title: messages('waysBackThen'), cell: ({ way }) => wayWords(parts, way) },
          ]}
          rows={prospects}
          rowKey={({ situation }) => situation}
          empty={null}
        />
      </>
    ),
  });
}

function wayWords(parts: SelfAdministrationParts, { steps, ends }: AccountReadiness['prospects'][number]['way']): string {
  const { messages } = parts;
  const words = steps.map((step) => stepWords(parts, step));
  return [...words, ...(ends === 'support' ? [messages('waysBackSupport')] : [])].join(' ');
}

function stepWords({ messages }: SelfAdministrationParts, { remedy, waitMs }: Step): string {
  const word = messages(`remedy.${remedy}`);
  return waitMs === 0 ? word : `${word} ${messages('waysBackWait', { hours: Math.round(waitMs / 3_600_000) })}`;
}

function namesOf({ messages, identity }: SelfAdministrationParts): Readonly<Record<Holding, string>> {
  return {
    password: messages('way.password'),
    'soft-token-otp': messages('way.soft-token-otp'),
    questions: identity.policy.recovery === 'classic' ? messages('way.questions') : '',
    'recovery-code': messages('way.recovery-code'),
    'mailed-code': messages('way.mailed-code'),
    // Nobody sets these up for themselves here.
    'passkey-verified': '',
    'temporary-access-code': '',
    'recovery-contact': '',
  };
}
