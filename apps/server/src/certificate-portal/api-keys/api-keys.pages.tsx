import { type KeyWish, type ListedApiKey, type ListedApiKeys, type Refusal, type Scope } from '@sallyport/certificates';
import {
  Actions,
  Button,
  ButtonLink,
  Checkbox,
  CopyButton,
  EmptyState,
  Field,
  Form,
  Heading,
  Notice,
  Select,
  Table,
  Time,
} from '@sallyport/ui';
import type { VNode } from 'preact';
import { fieldError } from '../../http/page.tsx';
import { errorsOf, pageBelow, personalPage } from '../frame.tsx';
import { PATHS, revokeKeyPath } from '../paths.ts';
import type { PortalParts, PortalPerson } from '../portal-parts.ts';
import type { ShownKey } from './made-key.ts';

export const OPENAPI_PATH = '/api/v1/openapi.json';
const DAYS = [7, 30, 90, 180, 365] as const;

export function apiKeysPage(parts: PortalParts, view: Pick<ListedApiKeys, 'keys' | 'whose'> & { readonly person: PortalPerson }): VNode {
  const { messages } = parts;
  const { person, keys, whose } = view;
  const makers = whose === 'everybody' ? [{ title: messages('keysMaker'), cell: ({ maker }: ListedApiKey) => maker }] : [];
  return pageBelow(
    parts,
    { person, section: PATHS.settings, back: PATHS.settings },
    {
      title: messages('keysTitle'),
      lead: messages(whose === 'everybody' ? 'keysLeadAll' : 'keysLead'),
      width: 'wide',
      children: (
        <>
          <Actions>
            <ButtonLink href={PATHS.newApiKey}>{messages('keysMake')}</ButtonLink>
          </Actions>
          <Table
            caption={messages('keysTable')}
            columns={[
              { title: messages('keysName'), cell: (key: ListedApiKey) => <KeyName listed={key} /> },
              ...makers,
              { title: messages('keysScopes'), cell: ({ scopes }) => <ScopeNames parts={parts} scopes={scopes} /> },
              { title: messages('keysExpires'), cell: (key) => <Ends parts={parts} listed={key} /> },
              {
                title: messages('keysUsed'),
                cell: ({ usedAt }) => (usedAt === undefined ? messages('keysNeverUsed') : <Time at={usedAt} />),
              },
              { title: messages('keysEndColumn'), cell: (key) => <EndKey parts={parts} listed={key} /> },
            ]}
            rows={keys}
            rowKey={({ keyId }) => keyId}
            empty={<EmptyState title={messages('keysNone')}>{messages('keysNoneText')}</EmptyState>}
          />
          <p>
            {messages('keysDescription')} <a href={OPENAPI_PATH}>{OPENAPI_PATH}</a>
          </p>
        </>
      ),
    },
  );
}

function KeyName({ listed: { name, beginning } }: { readonly listed: ListedApiKey }): VNode {
  return (
    <>
      {name}
      <span class="under-name">
        <code>{beginning}…</code>
      </span>
    </>
  );
}

function ScopeNames({ parts: { messages }, scopes }: { readonly parts: PortalParts; readonly scopes: readonly Scope[] }): VNode {
  return (
    <ul class="plain-list">
      {scopes.map((scope) => (
        <li key={scope}>{messages(`scope.${scope}`)}</li>
      ))}
    </ul>
  );
}

function Ends({ parts: { messages }, listed }: { readonly parts: PortalParts; readonly listed: ListedApiKey }): VNode {
  switch (listed.state) {
    case 'live':
      return <Time at={listed.expiresAt} />;
    case 'expired':
      return <>{messages('keysExpired')}</>;
    case 'revoked':
      return <>{messages('keysRevoked')}</>;
  }
}

function EndKey({ parts: { messages }, listed }: { readonly parts: PortalParts; readonly listed: ListedApiKey }): VNode | null {
  if (listed.state !== 'live') return null;
  return (
    <a href={revokeKeyPath(listed.keyId)}>
      {messages('keysEnd')}
      <span class="visually-hidden"> {messages('keysAbout', { name: listed.name })}</span>
    </a>
  );
}

const FIELDS: Readonly<Partial<Record<Refusal['code'], string>>> = {
  'api-key-name-refused': 'name',
  'scopes-refused': 'scope-look',
  'api-key-days-refused': 'days',
};

export function newKeyPage(
  parts: PortalParts,
  view: { readonly person: PortalPerson; readonly wish: KeyWish; readonly scopes: readonly Scope[]; readonly refusal?: Refusal },
): VNode {
  const { messages } = parts;
  const { person, wish, scopes, refusal } = view;
  const errors = errorsOf(parts, refusal, (code) => FIELDS[code]);
  const errorAt = (field: string) => fieldError(errors.find((error) => error.field === field)?.message);
  return pageBelow(
    parts,
    { person, section: PATHS.settings, back: PATHS.apiKeys },
    {
      title: messages('newKeyTitle'),
      lead: messages('newKeyLead'),
      errors,
      children: (
        <Form action={PATHS.newApiKey}>
          <Field
            name="name"
            label={messages('newKeyName')}
            hint={messages('newKeyNameHint')}
            value={wish.name}
            width="medium"
            {...errorAt('name')}
          />
          <fieldset class="field choices">
            <legend class="field-label">{messages('newKeyScopes')}</legend>
            <p class="field-hint">{messages('newKeyScopesHint')}</p>
            {scopes.map((scope) => (
              <Checkbox
                key={scope}
                id={`scope-${scope}`}
                name="scope"
                value={scope}
                label={messages(`scope.${scope}`)}
                hint={messages(`scopeHint.${scope}`)}
                checked={wish.scopes.includes(scope)}
                {...errorAt(`scope-${scope}`)}
              />
            ))}
          </fieldset>
          <Select
            name="days"
            label={messages('newKeyDays')}
            choices={DAYS.map((days) => ({ value: String(days), label: messages('newKeyDaysChoice', { days }) }))}
            value={String(wish.days)}
            {...errorAt('days')}
          />
          <Button>{messages('newKeyMake')}</Button>
        </Form>
      ),
    },
  );
}

/** The one time the key is seen. */
export function madeKeyPage(parts: PortalParts, { person, shown }: { readonly person: PortalPerson; readonly shown: ShownKey }): VNode {
  const { messages } = parts;
  const label = messages('madeKeyLabel', { name: shown.name });
  return personalPage(
    parts,
    { person, section: PATHS.settings },
    {
      title: messages('madeKeyTitle'),
      children: (
        <>
          <Heading lead={messages('madeKeyLead')}>{messages('madeKeyTitle')}</Heading>
          <h2>{label}</h2>
          <p class="octets">{shown.key}</p>
          <CopyButton text={shown.key} label={label} />
          <Notice kind="warning" title={messages('madeKeyWarning')}>
            <p>{messages('madeKeyWarningText')}</p>
          </Notice>
          <Form action={PATHS.madeApiKey}>
            <Button>{messages('madeKeyKept')}</Button>
          </Form>
        </>
      ),
    },
  );
}

export function keyGonePage(parts: PortalParts, person: PortalPerson): VNode {
  const { messages } = parts;
  return personalPage(
    parts,
    { person, section: PATHS.settings },
    {
      title: messages('madeKeyGone'),
      children: (
        <>
          <Heading lead={messages('madeKeyGoneText')}>{messages('madeKeyGone')}</Heading>
          <Actions>
            <ButtonLink href={PATHS.apiKeys}>{messages('madeKeyToAll')}</ButtonLink>
          </Actions>
        </>
      ),
    },
  );
}

export function endKeyPage(parts: PortalParts, { person, key }: { readonly person: PortalPerson; readonly key: ListedApiKey }): VNode {
  const { messages } = parts;
  const title = messages('endKeyTitle', { name: key.name });
  return personalPage(
    parts,
    { person, section: PATHS.settings },
    {
      title,
      children: (
        <>
          <Heading lead={messages('endKeyLead')}>{title}</Heading>
          <Form action={revokeKeyPath(key.keyId)}>
            <Actions>
              <Button kind="danger">{messages('endKeyYes')}</Button>
              <ButtonLink href={PATHS.apiKeys} kind="secondary">
                {messages('endKeyNot')}
              </ButtonLink>
            </Actions>
          </Form>
        </>
      ),
    },
  );
}
