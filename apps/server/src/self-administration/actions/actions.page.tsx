import type { OfferedAction, RepairAction, SoftTokenView } from '@sallyport/identity';
import { type ActionItem, ActionList, EmptyState, Heading, Table } from '@sallyport/ui';
import type { VNode } from 'preact';
import { personalPage } from '../frame.tsx';
import { deviceOf, stateOf } from '../soft-tokens/soft-tokens.pages.tsx';
import type { Person, SelfAdministrationParts } from '../self-administration-parts.ts';
import { ACTION_PLACES } from './action-places.ts';
import { takesInWords } from './what-it-takes.tsx';

export interface ActionsView {
  readonly person: Person;
  readonly actions: readonly OfferedAction[];
  readonly tokens: readonly SoftTokenView[];
}

const WORDS = {
  'unlock-soft-token': ['actionUnlock', 'actionUnlockHint'],
  'reactivate-soft-token': ['actionReactivate', 'actionReactivateHint'],
  'report-misplaced': ['actionMisplaced', 'actionMisplacedHint'],
  'revoke-soft-token': ['actionRevoke', 'actionRevokeHint'],
  'another-soft-token': ['actionAnother', 'actionAnotherHint'],
  'check-clock': ['actionClock', 'actionClockHint'],
  'finish-set-up': ['actionSetUp', 'actionSetUpHint'],
  'say-not-me': ['actionNotMe', 'actionNotMeHint'],
  'end-sessions': ['actionSessions', 'actionSessionsHint'],
  'change-password': ['actionPassword', 'actionPasswordHint'],
  'change-questions': ['actionQuestions', 'actionQuestionsHint'],
  'change-addresses': ['actionAddresses', 'actionAddressesHint'],
  'recovery-codes': ['actionRecoveryCodes', 'actionRecoveryCodesHint'],
  passkeys: ['actionPasskeys', 'actionPasskeysHint'],
  'recovery-contacts': ['actionContacts', 'actionContactsHint'],
  'ways-back': ['actionWaysBack', 'actionWaysBackHint'],
} as const satisfies Readonly<Record<RepairAction, readonly [string, string]>>;

/** An action as it is offered, with what it takes. */
export function itemOf(parts: SelfAdministrationParts, { action, takes }: OfferedAction): ActionItem {
  const { messages } = parts;
  const [title, description] = WORDS[action];
  return {
    href: ACTION_PLACES[action],
    title: messages(title),
    description: messages(description),
    note: { words: takesInWords(parts, takes), kind: takes.kind === 'given' ? 'met' : 'unmet' },
  };
}

/** What can be repaired now, ordered by what is wrong; what does not apply is not shown. */
export function actionsPage(parts: SelfAdministrationParts, { person, actions, tokens }: ActionsView): VNode {
  const { messages } = parts;
  return personalPage(parts, person, {
    title: messages('actionsTitle'),
    children: (
      <>
        <Heading caption={messages('actionsHeading')} lead={messages('actionsLead')}>
          {messages('actionsTitle')}
        </Heading>
        {actions.length === 0 ? (
          <EmptyState title={messages('actionsNothing')}>{messages('actionsNothingText')}</EmptyState>
        ) : (
          <ActionList label={messages('actionsHeading')} items={actions.map((offered) => itemOf(parts, offered))} />
        )}
        <Table
          caption={messages('tokensTitle')}
          columns={[
            { title: messages('tokenSerial'), cell: (token: SoftTokenView) => token.serial },
            { title: messages('tokenDevice'), cell: (token) => deviceOf(parts, token) },
            { title: messages('tokenState'), cell: (token) => stateOf(parts, token) },
          ]}
          rows={tokens}
          rowKey={(token) => token.tokenId}
          empty={<EmptyState title={messages('noTokens')}>{messages('noTokensText')}</EmptyState>}
        />
      </>
    ),
  });
}
