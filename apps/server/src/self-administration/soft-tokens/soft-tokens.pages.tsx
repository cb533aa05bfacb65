import type { SoftTokenView } from '@sallyport/identity';
import { Actions, BackLink, Button, ButtonLink, EmptyState, Form, Heading, Notice, SummaryList, Table, Time } from '@sallyport/ui';
import type { VNode } from 'preact';
import { personalPage, wordPage } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import type { Person, SelfAdministrationParts } from '../self-administration-parts.ts';

/** The person's devices: list → revoke → revoked. */

export function softTokensPage(
  parts: SelfAdministrationParts,
  { person, tokens }: { readonly person: Person; readonly tokens: readonly SoftTokenView[] },
): VNode {
  const { messages } = parts;
  return personalPage(parts, person, {
    title: messages('tokensTitle'),
    width: 'wide',
    children: (
      <>
        <BackLink href={PATHS.actions} />
        <Heading caption={messages('actionsHeading')} lead={messages('tokensLead')}>
          {messages('tokensTitle')}
        </Heading>
        <Table
          caption={messages('tokensTitle')}
          columns={[
            { title: messages('tokenDevice'), cell: (token: SoftTokenView) => deviceOf(parts, token) },
            { title: messages('tokenSerial'), cell: (token) => token.serial },
            { title: messages('tokenState'), cell: (token) => stateOf(parts, token) },
            { title: messages('tokenActivated'), cell: (token) => momentOf(parts, token.activatedAt) },
            { title: messages('tokenLastUsed'), cell: (token) => momentOf(parts, token.lastUsedAt) },
            { title: messages('tokenAction'), cell: (token) => revokeLink(parts, token) },
          ]}
          rows={tokens}
          rowKey={(token) => token.tokenId}
          empty={<EmptyState title={messages('noTokens')}>{messages('noTokensText')}</EmptyState>}
        />
      </>
    ),
  });
}

export function stateOf({ messages }: SelfAdministrationParts, { state, removedAt, misplacedAt }: SoftTokenView): string {
  if (state.is === 'ACTIVE' && misplacedAt !== undefined) return messages('tokenMisplaced');
  return removedAt === undefined ? messages(`tokenState.${state.is}`) : messages('tokenRemoved');
}

export function deviceOf({ messages }: SelfAdministrationParts, { deviceName, provisioned }: SoftTokenView): string {
  return deviceName || messages(provisioned === 'offline' ? 'tokenOffline' : 'tokenUnknownDevice');
}

function momentOf({ messages }: SelfAdministrationParts, at: number | undefined): VNode | string {
  return at === undefined ? messages('tokenNever') : <Time at={at} />;
}

function revokeLink(parts: SelfAdministrationParts, token: SoftTokenView): VNode | null {
  if (token.state.is === 'REVOKED') return null;
  return (
    <a href={`${PATHS.revokeToken}?token=${token.tokenId}`}>
      {parts.messages('revokeLink')}
      <span class="visually-hidden"> {token.serial}</span>
    </a>
  );
}

export interface RevokeView {
  readonly person: Person;
  readonly token: SoftTokenView;
  /** Without it nothing of the person's would be in service any more. */
  readonly isLast: boolean;
}

export function revokeTokenPage(parts: SelfAdministrationParts, { person, token, isLast }: RevokeView): VNode {
  const { messages } = parts;
  return personalPage(parts, person, {
    title: messages('revokeTitle'),
    children: (
      <>
        <BackLink href={PATHS.softTokens} />
        <Heading lead={messages('revokeLead')}>{messages('revokeTitle')}</Heading>
        <SummaryList
          rows={[
            { label: messages('tokenDevice'), value: deviceOf(parts, token) },
            { label: messages('tokenSerial'), value: token.serial },
            { label: messages('tokenActivated'), value: momentOf(parts, token.activatedAt) },
            { label: messages('tokenLastUsed'), value: momentOf(parts, token.lastUsedAt) },
          ]}
        />
        {isLast ? (
          <Notice kind="warning">
            <p>{messages('revokeLast')}</p>
          </Notice>
        ) : null}
        <Form action={PATHS.revokeToken} hidden={{ token: token.tokenId }}>
          <Actions>
            <Button kind="danger">{messages('revokeYes')}</Button>
            <ButtonLink href={PATHS.softTokens} kind="secondary">
              {messages('revokeNo')}
            </ButtonLink>
          </Actions>
        </Form>
      </>
    ),
  });
}

export function tokenRevokedPage(parts: SelfAdministrationParts): VNode {
  const { messages } = parts;
  const action = { href: PATHS.softTokens, label: messages('revokedBack') };
  return wordPage(parts, { title: messages('revokedTitle'), lead: messages('revokedLead'), action });
}
