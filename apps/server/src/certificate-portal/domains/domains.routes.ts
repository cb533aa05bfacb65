import { type Refusal, addDomain, checkDomain, declineDomain, isRefusal, listDomains, proveDomainAgain } from '@sallyport/certificates';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Static, Type } from 'typebox';
import { sendPage } from '../../http/page.tsx';
import { actor, behind, refused, shownUnlessRefused } from '../doors.ts';
import { PATHS, domainPath } from '../paths.ts';
import type { PortalParts, Visitor } from '../portal-parts.ts';
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

/** What can be corrected in the form of each; everything else is about the whole act. */
const IN_THE_FORM = {
  add: ['domain-malformed', 'proof-method-refused', 'domain-there-already', 'domain-declined', 'domains-too-many'],
  check: ['checks-exhausted', 'challenge-expired'],
  proveAgain: ['proof-method-refused', 'domain-malformed'],
  remove: ['reason-missing', 'note-too-long'],
} as const satisfies Record<string, readonly Refusal['code'][]>;

function isInTheForm(codes: readonly Refusal['code'][], { code }: Refusal): boolean {
  return codes.includes(code);
}

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
    behind(parts, 2, ({ reply, person }) => sendPage(reply, addDomainPage(parts, { person, typed: { name: '' } }))),
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
      if (!isInTheForm(IN_THE_FORM.add, outcome)) return refused(parts, visitor, outcome);
      return sendPage(reply, addDomainPage(parts, { person, typed, refusal: outcome }), outcome.status);
    }),
  );

  listener.get(
    PATHS.checkDomain,
    behind(parts, 2, (visitor) => showCheck(visitor)),
  );

  listener.post(
    PATHS.checkDomain,
    { schema: { body: NothingToSay } },
    behind(parts, 2, (visitor) =>
      withDomain(parts, visitor, {
        to: 'look',
        show: async ({ domain: { domainId } }) => {
          const outcome = await checkDomain(certificates, { person: actor(visitor), domainId });
          if (isRefusal(outcome)) {
            return isInTheForm(IN_THE_FORM.check, outcome) ? showCheck(visitor, outcome) : refused(parts, visitor, outcome);
          }
          return visitor.reply.redirect(domainPath(domainId, ...(outcome.outcome === 'not-proven' ? (['check'] as const) : [])), 303);
        },
      }),
    ),
  );

  function showCheck(visitor: Visitor, refusal?: Refusal): Promise<FastifyReply> {
    return withDomain(parts, visitor, {
      to: 'manage',
      show: ({ domain }) => {
        const page = checkDomainPage(parts, { person: visitor.person, domain, ...(refusal && { refusal }) });
        return sendPage(visitor.reply, page, refusal?.status ?? 200);
      },
    });
  }

  listener.get(
    PATHS.proveDomainAgain,
    behind(parts, 2, (visitor) =>
      withDomain(parts, visitor, {
        to: 'manage',
        show: ({ domain }) => sendPage(visitor.reply, proveAgainPage(parts, { person: visitor.person, domain })),
      }),
    ),
  );

  listener.post(
    PATHS.proveDomainAgain,
    { schema: { body: ProofForm } },
    behind(parts, 2, (visitor) =>
      withDomain(parts, visitor, {
        to: 'look',
        show: async ({ domain }) => {
          const { method } = visitor.request.body as Static<typeof ProofForm>;
          const { domainId } = domain;
          const refusal = await proveDomainAgain(certificates, { person: actor(visitor), domainId, method: method ?? '' });
          if (!isRefusal(refusal)) return visitor.reply.redirect(domainPath(domainId, 'check'), 303);
          if (!isInTheForm(IN_THE_FORM.proveAgain, refusal)) return refused(parts, visitor, refusal);
          return sendPage(visitor.reply, proveAgainPage(parts, { person: visitor.person, domain, method, refusal }), refusal.status);
        },
      }),
    ),
  );

  listener.get(
    PATHS.removeDomain,
    behind(parts, 2, (visitor) =>
      withDomain(parts, visitor, {
        to: 'manage',
        show: ({ domain }) => sendPage(visitor.reply, removeDomainPage(parts, { person: visitor.person, domain })),
      }),
    ),
  );

  listener.post(
    PATHS.removeDomain,
    { schema: { body: RemovalForm } },
    behind(parts, 2, (visitor) =>
      withDomain(parts, visitor, {
        to: 'look',
        show: async ({ domain }) => {
          const { reason } = visitor.request.body as Static<typeof RemovalForm>;
          const refusal = await declineDomain(certificates, { person: actor(visitor), domainId: domain.domainId, reason });
          if (!isRefusal(refusal)) return visitor.reply.redirect(domainPath(domain.domainId), 303);
          if (!isInTheForm(IN_THE_FORM.remove, refusal)) return refused(parts, visitor, refusal);
          return sendPage(
            visitor.reply,
            removeDomainPage(parts, { person: visitor.person, domain, refusal, typed: reason }),
            refusal.status,
          );
        },
      }),
    ),
  );
}
