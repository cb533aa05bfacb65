import type { RepairAction, SoftTokenView } from '@sallyport/identity';
import { type ActionItem, ActionList, EmptyState, Heading, Table } from '@sallyport/ui';
import type { VNode } from 'preact';
import { personalPage } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import { deviceOf, stateOf } from '../soft-tokens/soft-tokens.pages.tsx';
import type { Person, SelfAdministrationParts } from '../self-administration-parts.ts';

export interface ActionsView {
  readonly person: Person;
  readonly actions: readonly RepairAction[];
  readonly tokens: readonly SoftTokenView[];
}

/** What can be repaired now, ordered by what is wrong; what does not apply is not shown. */
export function actionsPage(parts: SelfAdministrationParts, { person, actions, tokens }: ActionsView): VNode {
  const { messages } = parts;
  const items: Readonly<Record<RepairAction, ActionItem>> = {
    'unlock-soft-token': { href: PATHS.unlock, title: messages('actionUnlock'), description: messages('actionUnlockHint') },
    'reactivate-soft-token': { href: PATHS.reactivate, title: messages('actionReactivate'), description: messages('actionReactivateHint') },
    'report-misplaced': { href: PATHS.misplaced, title: messages('actionMisplaced'), description: messages('actionMisplacedHint') },
    'revoke-soft-token': { href: PATHS.softTokens, title: messages('actionRevoke'), description: messages('actionRevokeHint') },
    'another-soft-token': { href: PATHS.anotherToken, title: messages('actionAnother'), description: messages('actionAnotherHint') },
    'check-clock': { href: PATHS.clock, title: messages('actionClock'), description: messages('actionClockHint') },
    'finish-set-up': { href: PATHS.setUp, title: messages('actionSetUp'), description: messages('actionSetUpHint') },
    'change-questions': { href: PATHS.questions, title: messages('actionQuestions'), description: messages('actionQuestionsHint') },
    'change-password': { href: PATHS.changePassword, title: messages('actionPassword'), description: messages('actionPasswordHint') },
    'recovery-codes': {
      href: PATHS.recoveryCodes,
      title: messages('actionRecoveryCodes'),
      description: messages('actionRecoveryCodesHint'),
    },
    passkeys: { href: PATHS.passkeys, title: messages('actionPasskeys'), description: messages('actionPasskeysHint') },
    'recovery-contacts': { href: PATHS.contacts, title: messages('actionContacts'), description: messages('actionContactsHint') },
    'ways-back': { href: PATHS.waysBack, title: messages('actionWaysBack'), description: messages('actionWaysBackHint') },
  };
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
          <ActionList label={messages('actionsHeading')} items={actions.map((action) => items[action])} />
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
