import {
  type DomainCheck,
  type DomainView,
  type Refusal,
  addDomain,
  checkDomain,
  declineDomain,
  isRefusal,
  listDomains,
  proveDomainAgain,
} from '@sallyport/certificates';
import type { FastifyInstance } from 'fastify';
import type { VNode } from 'preact';
import { type Static, type TSchema, Type } from 'typebox';
import { sendPage } from '../../http/page.tsx';
import { actor, behind, behindPermission, refused, shownUnlessRefused } from '../doors.ts';
import { PATHS, domainPath } from '../paths.ts';
import type { PortalParts, PortalPerson } from '../portal-parts.ts';
import { addDomainPage, checkDomainPage, proveAgainPage, removeDomainPage } from './domain-acts.pages.tsx';
import { withDomain } from './domain-of.ts';
import { domainPage } from './domain.pages.tsx';
import { domainsPage } from './domains.pages.tsx';
import { asMachinesWrite } from './typed-domain.ts';

const NothingToSay = Type.Object({}, { additionalProperties: false });
const Method = Type.Optional(Type.String({ maxLength: 20 }));
const DomainForm = Type.Object({ name: Type.String({ maxLength: 1000 }), method: Method }, { additionalProperties: false });
type DomainForm = Static<typeof DomainForm>;
const ProofForm = Type.Object({ method: Method }, { additionalProperties: false });
const RemovalForm = Type.Object({ reason: Type.String({ maxLength: 10_000 }) }, { additionalProperties: false });

/** What can be corrected where a domain is added; everything else is about the whole act. */
const IN_THE_FORM: readonly Refusal['code'][] = [
  'domain-malformed',
  'proof-method-refused',
  'domain-there-already',
  'domain-declined',
  'domains-too-many',
];

interface OnDomain<Form> {
  readonly domain: DomainView;
  readonly person: PortalPerson;
  /** What was sent, and why it did not do. */
  readonly sent?: { readonly form: Form; readonly refusal: Refusal };
}

/** What is done to a domain: a page that says what will happen, with a form that does it. */
interface Act<Body extends TSchema> {
  readonly body: Body;
  /** Where it leads when it is done. */
  readonly does: (
    parts: PortalParts,
    input: DomainCheck,
    form: Static<Body>,
  ) => Promise<Refusal | { readonly kind: 'done'; readonly to: string }>;
  readonly inTheForm: readonly Refusal['code'][];
  readonly page: (parts: PortalParts, given: OnDomain<Static<Body>>) => VNode;
}

function act<Body extends TSchema>(given: Act<Body>): Act<Body> {
  return given;
}

const CHECK = act({
  body: NothingToSay,
  does: async ({ certificates }, input) => {
    const outcome = await checkDomain(certificates, input);
    if (isRefusal(outcome)) return outcome;
    return { kind: 'done', to: domainPath(input.domainId, outcome.outcome === 'not-proven' ? 'check' : undefined) };
  },
  inTheForm: ['checks-exhausted', 'challenge-expired'],
  page: (parts, { sent, ...given }) => checkDomainPage(parts, { ...given, ...(sent && { refusal: sent.refusal }) }),
});

const PROVE_AGAIN = act({
  body: ProofForm,
  does: async ({ certificates }, input, { method = '' }) => {
    const outcome = await proveDomainAgain(certificates, { ...input, method });
    return isRefusal(outcome) ? outcome : { kind: 'done', to: domainPath(input.domainId, 'check') };
  },
  inTheForm: ['proof-method-refused', 'domain-malformed'],
  page: (parts, { sent, ...given }) =>
    proveAgainPage(parts, { ...given, ...(sent && { refusal: sent.refusal, method: sent.form.method }) }),
});

const REMOVE = act({
  body: RemovalForm,
  does: async ({ certificates }, input, { reason }) => {
    const outcome = await declineDomain(certificates, { ...input, reason });
    return isRefusal(outcome) ? outcome : { kind: 'done', to: domainPath(input.domainId) };
  },
  inTheForm: ['reason-missing', 'note-too-long'],
  page: (parts, { sent, ...given }) =>
    removeDomainPage(parts, { ...given, ...(sent && { refusal: sent.refusal, typed: sent.form.reason }) }),
});

/**
 * Who vouches for which names; domain administrators name domains here and have them looked at. A form is refused by its verb, which writes that down; its
 * page is not shown to whoever would be.
 */
export function domainsRoutes(listener: FastifyInstance, parts: PortalParts): void {
  const { certificates } = parts;

  listener.get(
    PATHS.domains,
    behind(parts, 1, async (visitor) => {
      const { reply, person } = visitor;
      const outcome = await listDomains(certificates, { person: actor(visitor) });
      return shownUnlessRefused(parts, visitor, { outcome, show: (list) => sendPage(reply, domainsPage(parts, { ...list, person })) });
    }),
  );

  listener.get(
    PATHS.domain,
    behind(parts, 1, (visitor) =>
      withDomain(parts, visitor, {
        to: 'look',
        show: (viewed) => sendPage(visitor.reply, domainPage(parts, { ...viewed, person: visitor.person })),
      }),
    ),
  );

  listener.get(
    PATHS.addDomain,
    behindPermission(parts, 'manage-domains', ({ reply, person }) =>
      sendPage(reply, addDomainPage(parts, { person, typed: { name: '' } })),
    ),
  );

  listener.post(
    PATHS.addDomain,
    { schema: { body: DomainForm } },
    behind(parts, 2, async (visitor) => {
      const { reply, person } = visitor;
      const typed = visitor.request.body as DomainForm;
      const input = { person: actor(visitor), name: asMachinesWrite(typed.name), method: typed.method ?? '' };
      const outcome = await addDomain(certificates, input);
      if (!isRefusal(outcome)) return reply.redirect(domainPath(outcome.domain.domainId, 'check'), 303);
      if (!IN_THE_FORM.includes(outcome.code)) return refused(parts, visitor, outcome);
      return sendPage(reply, addDomainPage(parts, { person, typed, refusal: outcome }), outcome.status);
    }),
  );

  addAct(listener, parts, { path: PATHS.checkDomain, ...CHECK });
  addAct(listener, parts, { path: PATHS.proveDomainAgain, ...PROVE_AGAIN });
  addAct(listener, parts, { path: PATHS.removeDomain, ...REMOVE });
}

function addAct<Body extends TSchema>(listener: FastifyInstance, parts: PortalParts, given: Act<Body> & { readonly path: string }): void {
  const { path, body, does, inTheForm, page } = given;
  listener.get(
    path,
    behind(parts, 2, (visitor) =>
      withDomain(parts, visitor, {
        to: 'manage',
        show: ({ domain }) => sendPage(visitor.reply, page(parts, { domain, person: visitor.person })),
      }),
    ),
  );

  listener.post(
    path,
    { schema: { body } },
    behind(parts, 2, (visitor) =>
      withDomain(parts, visitor, {
        to: 'look',
        show: async ({ domain: { domainId } }) => {
          const form = visitor.request.body as Static<Body>;
          const outcome = await does(parts, { person: actor(visitor), domainId }, form);
          if (!isRefusal(outcome)) return visitor.reply.redirect(outcome.to, 303);
          if (!inTheForm.includes(outcome.code)) return refused(parts, visitor, outcome);
          return withDomain(parts, visitor, {
            to: 'manage',
            show: ({ domain }) => {
              const sent = { form, refusal: outcome };
              return sendPage(visitor.reply, page(parts, { domain, person: visitor.person, sent }), outcome.status);
            },
          });
        },
      }),
    ),
  );
}
