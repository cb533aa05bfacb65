import { type ActionProof, MOST_PASSKEY_NAME_CHARACTERS, type PasskeyRemoval, type PasskeyView } from '@sallyport/identity';
import { Actions, BackLink, Button, ButtonLink, EmptyState, Field, Form, Heading, Notice, SummaryList, Table, Time } from '@sallyport/ui';
import type { VNode } from 'preact';
import { fieldError } from '../../http/page.tsx';
import { WhatItTakes } from '../actions/what-it-takes.tsx';
import { errorOn, personalPage } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import type { Person, SelfAdministrationParts } from '../self-administration-parts.ts';

/** The person's passkeys: list → add, rename, remove. */

export interface PasskeysView {
  readonly person: Person;
  readonly passkeys: readonly PasskeyView[];
  /** On adding one. */
  readonly takes: ActionProof;
  readonly error?: string | undefined;
}

export function passkeysPage(parts: SelfAdministrationParts, { person, passkeys, takes, error }: PasskeysView): VNode {
  const { messages } = parts;
  return personalPage(parts, person, {
    title: messages('passkeysTitle'),
    errors: error === undefined ? [] : [{ message: error }],
    children: (
      <>
        <BackLink href={PATHS.actions} />
        <Heading caption={messages('actionsHeading')} lead={messages('passkeysLead')}>
          {messages('passkeysTitle')}
        </Heading>
        <Table
          caption={messages('passkeysTitle')}
          columns={[
            { title: messages('passkeysName'), cell: (passkey: PasskeyView) => passkey.name },
            { title: messages('passkeysKind'), cell: (passkey) => kindOf(parts, passkey) },
            { title: messages('passkeysAddedAt'), cell: (passkey) => <Time at={passkey.createdAt} show="date" /> },
            { title: messages('passkeysUsedAt'), cell: (passkey) => lastUse(parts, passkey) },
            { title: messages('passkeysChange'), cell: (passkey) => <Changes parts={parts} passkey={passkey} /> },
          ]}
          rows={passkeys}
          rowKey={(passkey) => passkey.ref}
          empty={<EmptyState title={messages('passkeysNone')}>{messages('passkeysNoneText')}</EmptyState>}
        />
        <WhatItTakes parts={parts} action="passkeys" takes={takes} />
        <Actions>
          <ButtonLink href={PATHS.passkeyAdd}>{messages('passkeysAdd')}</ButtonLink>
        </Actions>
      </>
    ),
  });
}

function kindOf({ messages }: SelfAdministrationParts, { state, deviceType, signsInAlone }: PasskeyView): VNode {
  if (state === 'suspended') return <>{messages('passkeysSuspended')}</>;
  return (
    <>
      {messages(deviceType === 'multi-device' ? 'passkeysKindSynced' : 'passkeysKindBound')}
      {signsInAlone ? null : <>, {messages('passkeysSecondOnly')}</>}
    </>
  );
}

function lastUse({ messages }: SelfAdministrationParts, { lastUsedAt }: PasskeyView): VNode | string {
  return lastUsedAt === undefined ? messages('passkeysNever') : <Time at={lastUsedAt} />;
}

function Changes({ parts, passkey }: { readonly parts: SelfAdministrationParts; readonly passkey: PasskeyView }): VNode {
  const { messages } = parts;
  const link = (path: string, words: string) => (
    <a href={`${path}?passkey=${passkey.ref}`}>
      {words}
      <span class="visually-hidden"> {passkey.name}</span>
    </a>
  );
  return (
    <>
      {link(PATHS.passkeyRename, messages('passkeysRename'))} {link(PATHS.passkeyRemove, messages('passkeysRemove'))}
    </>
  );
}

export interface NameView {
  readonly person: Person;
  /** As typed, or as suggested. */
  readonly name: string;
  readonly error?: string | undefined;
}

export function addPasskeyPage(parts: SelfAdministrationParts, view: NameView): VNode {
  const { messages } = parts;
  return personalPage(parts, view.person, {
    title: messages('passkeyAddTitle'),
    errors: errorOn('name', view.error),
    children: (
      <>
        <BackLink href={PATHS.passkeys} />
        <Heading caption={messages('passkeysTitle')} lead={messages('passkeyAddLead')}>
          {messages('passkeyAddTitle')}
        </Heading>
        <Form action={PATHS.passkeyAdd}>
          <NameField parts={parts} view={view} />
          <p class="quiet">{messages('passkeyAddScript')}</p>
          <Actions>
            <Button>{messages('passkeyAddYes')}</Button>
            <ButtonLink kind="quiet" href={PATHS.passkeys}>
              {messages('passkeyAddNo')}
            </ButtonLink>
          </Actions>
        </Form>
      </>
    ),
  });
}

function NameField({ parts: { messages }, view }: { readonly parts: SelfAdministrationParts; readonly view: NameView }): VNode {
  return (
    <Field
      name="name"
      label={messages('passkeyAddName')}
      hint={messages('passkeyAddNameHint')}
      maxLength={MOST_PASSKEY_NAME_CHARACTERS}
      value={view.name}
      {...fieldError(view.error)}
    />
  );
}

export function renamePasskeyPage(parts: SelfAdministrationParts, view: NameView & { readonly passkey: PasskeyView }): VNode {
  const { messages } = parts;
  return personalPage(parts, view.person, {
    title: messages('passkeyRenameTitle'),
    errors: errorOn('name', view.error),
    children: (
      <>
        <BackLink href={PATHS.passkeys} />
        <Heading caption={view.passkey.name} lead={messages('passkeyRenameLead')}>
          {messages('passkeyRenameTitle')}
        </Heading>
        <Form action={PATHS.passkeyRename} hidden={{ passkey: view.passkey.ref }}>
          <NameField parts={parts} view={view} />
          <Actions>
            <Button>{messages('passkeyRenameSave')}</Button>
          </Actions>
        </Form>
      </>
    ),
  });
}

export function removePasskeyPage(
  parts: SelfAdministrationParts,
  { person, removal }: { readonly person: Person; readonly removal: PasskeyRemoval },
): VNode {
  const { messages } = parts;
  const { passkey } = removal;
  return personalPage(parts, person, {
    title: messages('passkeyRemoveTitle'),
    children: (
      <>
        <BackLink href={PATHS.passkeys} />
        <Heading lead={messages('passkeyRemoveLead')}>{messages('passkeyRemoveTitle')}</Heading>
        <SummaryList
          rows={[
            { label: messages('passkeysName'), value: passkey.name },
            { label: messages('passkeysKind'), value: kindOf(parts, passkey) },
            { label: messages('passkeysAddedAt'), value: <Time at={passkey.createdAt} show="date" /> },
            { label: messages('passkeysUsedAt'), value: lastUse(parts, passkey) },
          ]}
        />
        <Stranding parts={parts} removal={removal} />
        <Form action={PATHS.passkeyRemove} hidden={{ passkey: passkey.ref }}>
          <Actions>
            <Button kind="danger">{messages('passkeyRemoveYes', { name: passkey.name })}</Button>
            <ButtonLink kind="secondary" href={PATHS.passkeys}>
              {messages('passkeyRemoveNo')}
            </ButtonLink>
          </Actions>
        </Form>
      </>
    ),
  });
}

/** What the removal would cost, said before it is done. */
function Stranding({ parts, removal }: { readonly parts: SelfAdministrationParts; readonly removal: PasskeyRemoval }): VNode | null {
  const { messages } = parts;
  const { secondFactorsLeft, newlyStranded, readiness, passkey } = removal;
  const isLast = passkey.state === 'in-service' && secondFactorsLeft.length === 0;
  if (!isLast && newlyStranded.length === 0 && readiness === 'kept') return null;
  return (
    <Notice kind="warning">
      {isLast ? <p>{messages('passkeyRemoveLast')}</p> : null}
      {newlyStranded.length > 0 ? (
        <>
          <p>{messages('passkeyRemoveStranded')}</p>
          <ul>
            {newlyStranded.map((situation) => (
              <li key={situation}>{messages(`situation.${situation}`)}</li>
            ))}
          </ul>
        </>
      ) : null}
      {readiness === 'lost' ? (
        <p>
          {messages('passkeyRemoveLost')} <a href={PATHS.waysBack}>{messages('waysBackTitle')}</a>
        </p>
      ) : null}
    </Notice>
  );
}
