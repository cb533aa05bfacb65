import {
  type ListedWebhook,
  type Refusal,
  type ShownSecret,
  WEBHOOK_OCCASIONS,
  type WebhookFault,
  type WebhookView,
} from '@sallyport/certificates';
import {
  Actions,
  Button,
  ButtonLink,
  Checkbox,
  CopyButton,
  EmptyState,
  Field,
  Form,
  Notice,
  Panel,
  SummaryList,
  Table,
  Time,
} from '@sallyport/ui';
import type { VNode } from 'preact';
import { fieldError } from '../../http/page.tsx';
import { errorsOf, pageBelow } from '../frame.tsx';
import { PATHS, webhookPath } from '../paths.ts';
import type { PortalParts, PortalPerson } from '../portal-parts.ts';
import { faultInWords } from './fault-words.ts';

interface ForPerson {
  readonly person: PortalPerson;
}

export function webhooksPage(parts: PortalParts, { person, webhooks }: ForPerson & { readonly webhooks: readonly ListedWebhook[] }): VNode {
  const { messages } = parts;
  return pageBelow(
    parts,
    { person, section: PATHS.settings, back: PATHS.settings },
    {
      title: messages('webhooksTitle'),
      lead: messages('webhooksLead'),
      width: 'wide',
      children: (
        <>
          <Actions>
            <ButtonLink href={PATHS.newWebhook}>{messages('webhooksAdd')}</ButtonLink>
          </Actions>
          <Table
            caption={messages('webhooksTable')}
            columns={[
              { title: messages('webhooksUrl'), cell: ({ webhookId, url }: ListedWebhook) => <a href={webhookPath(webhookId)}>{url}</a> },
              { title: messages('webhooksState'), cell: ({ state }) => messages(`webhookState.${state}`) },
              { title: messages('webhooksWaiting'), cell: ({ waiting }) => String(waiting) },
              { title: messages('webhooksDead'), cell: ({ dead }) => String(dead) },
            ]}
            rows={webhooks}
            rowKey={({ webhookId }) => webhookId}
            empty={<EmptyState title={messages('webhooksNone')}>{messages('webhooksNoneText')}</EmptyState>}
          />
        </>
      ),
    },
  );
}

export interface NewWebhookView extends ForPerson {
  readonly url: string;
  readonly occasions: readonly string[];
  readonly refusal?: Refusal;
}

export function newWebhookPage(parts: PortalParts, { person, url, occasions, refusal }: NewWebhookView): VNode {
  const { messages } = parts;
  const errors = errorsOf(parts, refusal, fieldOf);
  const urlError = errors.find(({ field }) => field === 'url')?.message;
  return pageBelow(
    parts,
    { person, section: PATHS.settings, back: PATHS.webhooks },
    {
      title: messages('webhookNewTitle'),
      lead: messages('webhookNewLead'),
      errors,
      children: (
        <Form action={PATHS.newWebhook}>
          <Field
            name="url"
            label={messages('webhookUrl')}
            hint={messages('webhookUrlHint')}
            inputMode="url"
            maxLength={1000}
            value={url}
            {...fieldError(urlError)}
          />
          <fieldset class="field choices">
            <legend class="field-label">{messages('webhookOccasions')}</legend>
            {WEBHOOK_OCCASIONS.map((occasion) => (
              <Checkbox key={occasion} name={occasion} label={messages(`occasion.${occasion}`)} checked={occasions.includes(occasion)} />
            ))}
          </fieldset>
          <Actions>
            <Button>{messages('webhookAdd')}</Button>
          </Actions>
        </Form>
      ),
    },
  );
}

function fieldOf(code: Refusal['code']): string | undefined {
  if (code === 'webhook-url-refused') return 'url';
  return code === 'webhook-occasions-none' ? WEBHOOK_OCCASIONS[0] : undefined;
}

export interface WebhookPageView extends ForPerson {
  readonly webhook: WebhookView;
  /** What came of a test just now; `taken`: the receiver took it. */
  readonly tried?: WebhookFault | 'taken';
  readonly refusal?: Refusal;
}

export function webhookPage(parts: PortalParts, { person, webhook, tried, refusal }: WebhookPageView): VNode {
  const { messages } = parts;
  const { webhookId, url, occasions, state, addedAt, dead } = webhook;
  const title = messages('webhookTitle', { host: hostOf(url) });
  return pageBelow(
    parts,
    { person, section: PATHS.settings, back: PATHS.webhooks },
    {
      title,
      lead: messages('webhookLead'),
      width: 'wide',
      errors: errorsOf(parts, refusal, () => undefined),
      children: (
        <>
          <Tried parts={parts} tried={tried} />
          {dead === 0 && state === 'ACTIVE' ? null : (
            <Notice kind="warning">
              <p>{messages('webhookSendAgainText', { count: dead })}</p>
              <Form action={webhookPath(webhookId)} hidden={{ act: 'send-again' }}>
                <Button kind="secondary">{messages('webhookSendAgain')}</Button>
              </Form>
            </Notice>
          )}
          <SummaryList
            rows={[
              { label: messages('webhooksUrl'), value: url },
              { label: messages('webhooksState'), value: messages(`webhookState.${state}`) },
              { label: messages('webhookTold'), value: <Occasions parts={parts} occasions={occasions} /> },
              { label: messages('webhookAdded'), value: <Time at={addedAt} /> },
            ]}
          />
          <Form action={webhookPath(webhookId)} hidden={{ act: 'try' }}>
            <Actions>
              <Button>{messages('webhookTry')}</Button>
              <ButtonLink href={webhookPath(webhookId, 'secret')} kind="secondary">
                {messages('webhookShowSecret')}
              </ButtonLink>
              <ButtonLink href={webhookPath(webhookId, 'remove')} kind="secondary">
                {messages('webhookRemove')}
              </ButtonLink>
            </Actions>
          </Form>
          <Messages parts={parts} webhook={webhook} />
        </>
      ),
    },
  );
}

function Occasions({ parts, occasions }: { readonly parts: PortalParts; readonly occasions: WebhookView['occasions'] }): VNode {
  return (
    <ul class="plain-list">
      {occasions.map((occasion) => (
        <li key={occasion}>{parts.messages(`occasion.${occasion}`)}</li>
      ))}
    </ul>
  );
}

function Tried({ parts, tried }: { readonly parts: PortalParts; readonly tried: WebhookPageView['tried'] }): VNode | null {
  const { messages } = parts;
  if (tried === undefined) return null;
  return tried === 'taken' ? (
    <Notice kind="success">
      <p>{messages('webhookTriedGood')}</p>
    </Notice>
  ) : (
    <Notice kind="warning">
      <p>{messages('webhookTriedBad', { fault: faultInWords(parts, tried) })}</p>
    </Notice>
  );
}

function Messages({ parts, webhook }: { readonly parts: PortalParts; readonly webhook: WebhookView }): VNode {
  const { messages } = parts;
  type Message = WebhookView['messages'][number];
  return (
    <Panel>
      <Table
        caption={messages('webhookMessages')}
        columns={[
          { title: messages('webhookMessageWhat'), cell: ({ occasion }: Message) => messages(`occasion.${occasion}`) },
          { title: messages('webhookMessageWhen'), cell: ({ madeAt }) => <Time at={madeAt} /> },
          { title: messages('webhookMessageState'), cell: ({ state }) => messages(`messageState.${state}`) },
          {
            title: messages('webhookMessageFault'),
            cell: ({ fault, tries }) => (fault === undefined ? '' : messages('webhookFault', { fault: faultInWords(parts, fault), tries })),
          },
        ]}
        rows={webhook.messages}
        rowKey={({ messageId }) => messageId}
        empty={<EmptyState title={messages('webhookNoMessages')}>{messages('webhookNoMessagesText')}</EmptyState>}
      />
    </Panel>
  );
}

export function secretPage(
  parts: PortalParts,
  { person, webhookId, shown }: ForPerson & { readonly webhookId: WebhookView['webhookId']; readonly shown: ShownSecret },
): VNode {
  const { messages } = parts;
  const title = messages('webhookSecretTitle');
  const secret = shown.secret.reveal();
  return pageBelow(
    parts,
    { person, section: PATHS.settings, back: webhookPath(webhookId) },
    {
      title,
      lead: messages('webhookSecretLead', { host: hostOf(shown.url) }),
      children: (
        <>
          <pre class="lines" tabIndex={0} role="group" aria-label={messages('webhookSecret')}>
            {secret}
          </pre>
          <CopyButton text={secret} label={messages('webhookSecret')} />
          <p>{messages('webhookSecretVerify')}</p>
          <Actions>
            <ButtonLink href={webhookPath(webhookId)}>{messages('toWebhook')}</ButtonLink>
          </Actions>
        </>
      ),
    },
  );
}

export function removeWebhookPage(parts: PortalParts, { person, webhook }: ForPerson & { readonly webhook: WebhookView }): VNode {
  const { messages } = parts;
  const title = messages('webhookRemoveTitle');
  const { webhookId, url } = webhook;
  return pageBelow(
    parts,
    { person, section: PATHS.settings, back: webhookPath(webhookId) },
    {
      title,
      lead: messages('webhookRemoveLead', { url }),
      children: (
        <Form action={webhookPath(webhookId, 'remove')}>
          <Actions>
            <Button kind="danger">{messages('webhookRemoveYes')}</Button>
            <ButtonLink href={webhookPath(webhookId)} kind="secondary">
              {messages('webhookKeep')}
            </ButtonLink>
          </Actions>
        </Form>
      ),
    },
  );
}

function hostOf(url: string): string {
  return new URL(url).host;
}
