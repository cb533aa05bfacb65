import { type OrganisationId, type PersonId, welcomePerson } from '@sallyport/certificates';
import type { FastifyInstance } from 'fastify';
import { sendPage } from '../http/page.tsx';
import { assuranceLevelOf, RelyingParty, type SignedIn } from '../http/relying-party.ts';
import { signOutRoutes } from '../http/sign-out.ts';
import { accountRoutes } from './account/account.routes.ts';
import { actsRoutes } from './acts/acts.routes.ts';
import { apiKeysRoutes } from './api-keys/api-keys.routes.ts';
import { approvalsRoutes } from './approvals/approvals.routes.ts';
import { certificateRoutes } from './certificate/certificate.routes.ts';
import { dashboardRoutes } from './dashboard/dashboard.routes.ts';
import { domainsRoutes } from './domains/domains.routes.ts';
import { fieldsRoutes } from './fields/fields.routes.ts';
import { wordPage } from './frame.tsx';
import { importsRoutes } from './imports/imports.routes.ts';
import { inventoryRoutes } from './inventory/inventory.routes.ts';
import { landingPage } from './landing.page.tsx';
import { noticesRoutes } from './notices/notices.routes.ts';
import { organisationRoutes } from './organisation/organisation.routes.ts';
import { manyRoutes } from './many/many.routes.ts';
import { PATHS } from './paths.ts';
import { peopleRoutes } from './people/people.routes.ts';
import type { PortalParts, PortalPerson } from './portal-parts.ts';
import { reportsRoutes } from './reports/reports.routes.ts';
import { requestRoutes } from './request/request.routes.ts';
import { successionRoutes } from './succession/succession.routes.ts';
import { webhooksRoutes } from './webhooks/webhooks.routes.ts';
import { savedViewsRoutes } from './saved-views/saved-views.routes.ts';

/** Certificate Services: a relying party, which knows people by what the Federation's ID token says and nothing else. */
export function portalRoutes(listener: FastifyInstance, parts: PortalParts): void {
  const { messages } = parts;
  dashboardRoutes(listener, parts);
  inventoryRoutes(listener, parts);
  savedViewsRoutes(listener, parts);
  manyRoutes(listener, parts);
  importsRoutes(listener, parts);
  reportsRoutes(listener, parts);
  fieldsRoutes(listener, parts);
  requestRoutes(listener, parts);
  approvalsRoutes(listener, parts);
  certificateRoutes(listener, parts);
  actsRoutes(listener, parts);
  successionRoutes(listener, parts);
  noticesRoutes(listener, parts);
  webhooksRoutes(listener, parts);
  domainsRoutes(listener, parts);
  organisationRoutes(listener, parts);
  peopleRoutes(listener, parts);
  accountRoutes(listener, parts);
  apiKeysRoutes(listener, parts);

  listener.get(PATHS.home, (_, reply) => sendPage(reply, landingPage(parts)));

  listener.get(RelyingParty.callbackPath, async (request, reply) => {
    const session = await parts.sessions.load(request);
    const outcome = await parts.federation.finish({ sessionRef: session?.ref, query: request.url.split('?')[1] ?? '' });
    switch (outcome.kind) {
      case 'signed-in':
        if (session) await parts.sessions.rotate(reply, session, { person: await welcome(personOf(outcome.signedIn)) });
        return reply.redirect(outcome.signedIn.returnTo, 303);
      case 'declined':
        return sendPage(reply, declinedPage(outcome.returnTo), 403);
      case 'unexpected':
        return sendPage(reply, unexpectedPage(), 400);
    }
  });

  const signedOutPage = () =>
    wordPage(parts, {
      title: messages('signedOutTitle'),
      lead: messages('signedOutLead'),
      action: { href: PATHS.home, label: messages('toLanding') },
    });
  signOutRoutes(listener, { ...parts, paths: PATHS, signedOutPage });

  /** Whoever comes in is known here by what the Federation says of them now. */
  async function welcome(person: PortalPerson): Promise<PortalPerson> {
    const { subject: personId, organisationId, organisation: organisationName, name, email } = person;
    await welcomePerson(parts.certificates, { personId, organisationId, organisationName, name, mail: email || undefined });
    return person;
  }

  function declinedPage(returnTo: string) {
    return wordPage(parts, {
      title: messages('signInDeclinedTitle'),
      lead: messages('signInDeclinedLead'),
      action: { href: returnTo, label: messages('tryAgain') },
    });
  }

  function unexpectedPage() {
    return wordPage(parts, {
      title: messages('signInUnexpectedTitle'),
      lead: messages('signInUnexpectedLead'),
      action: { href: PATHS.dashboard, label: messages('tryAgain') },
    });
  }
}

function personOf({ claims, idToken, vouching }: SignedIn): PortalPerson {
  const text = (name: string): string => {
    const claim = claims[name];
    return typeof claim === 'string' ? claim : '';
  };
  const methods = claims['amr'];
  const organisationId = text('organisation_id');
  // Without it everybody without one would be of one organisation.
  if (organisationId === '') throw new Error('the Federation does not say of which organisation somebody is');
  return {
    subject: claims.sub as PersonId,
    name: text('name'),
    userName: text('preferred_username'),
    email: text('email'),
    organisation: text('organisation'),
    organisationId: organisationId as OrganisationId,
    level: assuranceLevelOf(claims['acr']) === 2 ? 2 : 1,
    methods: Array.isArray(methods) ? methods.filter((method) => typeof method === 'string') : [],
    passwordGivenAt: (claims.auth_time ?? 0) * 1000,
    idToken,
    vouching,
  };
}
