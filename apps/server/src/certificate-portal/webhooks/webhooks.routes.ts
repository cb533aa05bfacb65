import {
  type OnWebhook,
  type Refusal,
  WEBHOOK_OCCASIONS,
  type WebhookId,
  type WebhookView,
  addWebhook,
  isRefusal,
  listWebhooks,
  parseWebhookId,
  removeWebhook,
  sendWebhookAgain,
  showWebhookSecret,
  tryWebhook,
  viewWebhook,
} from '@sallyport/certificates';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Static, Type } from 'typebox';
import { sendPage } from '../../http/page.tsx';
import { actor, behind, refused, shownUnlessRefused } from '../doors.ts';
import { PATHS, webhookPath } from '../paths.ts';
import type { PortalParts, Visitor } from '../portal-parts.ts';
import { type WebhookPageView, newWebhookPage, removeWebhookPage, secretPage, webhookPage, webhooksPage } from './webhooks.pages.tsx';

const NewWebhookForm = Type.Object(
  {
    url: Type.String({ maxLength: 4000 }),
    ...Object.fromEntries(WEBHOOK_OCCASIONS.map((occasion) => [occasion, Type.Optional(Type.Literal('yes'))])),
  },
  { additionalProperties: false },
);
const ActForm = Type.Object({ act: Type.Union([Type.Literal('try'), Type.Literal('send-again')]) }, { additionalProperties: false });
const NothingToSay = Type.Object({}, { additionalProperties: false });

/** To correct in the form; everything else is about the whole page. */
const IN_THE_FORM: readonly Refusal['code'][] = ['webhook-url-refused', 'webhook-occasions-none', 'webhooks-too-many'];

/** The machines that an organisation wants to be told by webhook. */
export function webhooksRoutes(listener: FastifyInstance, parts: PortalParts): void {
  listener.get(
    PATHS.webhooks,
    behind(parts, 2, async (visitor) => {
      const outcome = await listWebhooks(parts.certificates, { person: actor(visitor) });
      return shownUnlessRefused(parts, visitor, {
        outcome,
        show: ({ webhooks }) => sendPage(visitor.reply, webhooksPage(parts, { person: visitor.person, webhooks })),
      });
    }),
  );

  listener.get(
    PATHS.newWebhook,
    behind(parts, 2, async (visitor) => {
      // Whoever may not add one is told so before they have typed anything.
      const outcome = await listWebhooks(parts.certificates, { person: actor(visitor) });
      const empty = { person: visitor.person, url: '', occasions: WEBHOOK_OCCASIONS };
      return shownUnlessRefused(parts, visitor, { outcome, show: () => sendPage(visitor.reply, newWebhookPage(parts, empty)) });
    }),
  );

  listener.post(
    PATHS.newWebhook,
    { schema: { body: NewWebhookForm } },
    behind(parts, 2, async (visitor) => {
      const { url, ...ticked } = visitor.request.body as { readonly url: string } & Readonly<Record<string, 'yes'>>;
      const occasions = Object.keys(ticked);
      const outcome = await addWebhook(parts.certificates, { person: actor(visitor), url, occasions });
      if (!isRefusal(outcome)) return visitor.reply.redirect(webhookPath(outcome.webhookId), 303);
      if (!IN_THE_FORM.includes(outcome.code)) return refused(parts, visitor, outcome);
      return sendPage(visitor.reply, newWebhookPage(parts, { person: visitor.person, url, occasions, refusal: outcome }), outcome.status);
    }),
  );

  listener.get(
    PATHS.webhook,
    behind(parts, 2, (visitor) => show(visitor)),
  );

  listener.post(
    PATHS.webhook,
    { schema: { body: ActForm } },
    behind(parts, 2, async (visitor) => {
      const { act } = visitor.request.body as Static<typeof ActForm>;
      if (act === 'try') {
        const outcome = await tryWebhook(parts.certificates, onWebhook(visitor));
        if (!isRefusal(outcome)) return show(visitor, { tried: outcome.fault ?? 'taken' });
        return outcome.code === 'webhook-tries-exhausted' ? show(visitor, { refusal: outcome }) : refused(parts, visitor, outcome);
      }
      const outcome = await sendWebhookAgain(parts.certificates, onWebhook(visitor));
      return isRefusal(outcome) ? refused(parts, visitor, outcome) : visitor.reply.redirect(visitor.request.url, 303);
    }),
  );

  listener.get(
    PATHS.webhookSecret,
    behind(parts, 2, async (visitor) => {
      const input = onWebhook(visitor);
      const outcome = await showWebhookSecret(parts.certificates, input);
      return shownUnlessRefused(parts, visitor, {
        outcome,
        show: (shown) => sendPage(visitor.reply, secretPage(parts, { person: visitor.person, webhookId: input.webhookId, shown })),
      });
    }),
  );

  listener.get(
    PATHS.removeWebhook,
    behind(parts, 2, (visitor) =>
      withWebhook(visitor, (webhook) => sendPage(visitor.reply, removeWebhookPage(parts, { person: visitor.person, webhook }))),
    ),
  );

  listener.post(
    PATHS.removeWebhook,
    { schema: { body: NothingToSay } },
    behind(parts, 2, async (visitor) => {
      const outcome = await removeWebhook(parts.certificates, onWebhook(visitor));
      return isRefusal(outcome) ? refused(parts, visitor, outcome) : visitor.reply.redirect(PATHS.webhooks, 303);
    }),
  );

  function show(visitor: Visitor, more: Pick<WebhookPageView, 'tried' | 'refusal'> = {}): Promise<FastifyReply> {
    return withWebhook(visitor, (webhook) =>
      sendPage(visitor.reply, webhookPage(parts, { person: visitor.person, webhook, ...more }), more.refusal?.status ?? 200),
    );
  }

  async function withWebhook(
    visitor: Visitor,
    page: (webhook: WebhookView) => FastifyReply | Promise<FastifyReply>,
  ): Promise<FastifyReply> {
    const outcome = await viewWebhook(parts.certificates, onWebhook(visitor));
    return shownUnlessRefused(parts, visitor, { outcome, show: page });
  }
}

/** What the address names. One that is malformed is not there, in the same words as one of another organisation. */
function onWebhook(visitor: Visitor): OnWebhook {
  const { webhookId } = visitor.request.params as { readonly webhookId: string };
  return { person: actor(visitor), webhookId: parseWebhookId(webhookId) ?? ('' as WebhookId) };
}
