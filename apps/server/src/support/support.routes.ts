import type { IdentityPorts } from '@sallyport/identity';
import type { Clock } from '@sallyport/platform';
import type { Messages } from '@sallyport/ui';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { type Frame, sendPage } from '../http/page.tsx';
import type { SelfAdministrationCatalogue } from '../self-administration/self-administration.messages.ts';
import { supportPage } from './support.page.tsx';
import type { SupportDirectory } from './support-directory.ts';
import { openState } from './weekly-hours.ts';

export interface SupportParts {
  readonly path: string;
  readonly support: SupportDirectory;
  readonly frame: Frame;
  readonly messages: Messages<SelfAdministrationCatalogue>;
  readonly identity: IdentityPorts;
  readonly clock: Clock;
}

const Query = Type.Object({ country: Type.Optional(Type.String({ maxLength: 2 })) }, { additionalProperties: false });

export function supportRoutes(listener: FastifyInstance, parts: SupportParts): void {
  listener.get<{ Querystring: Static<typeof Query> }>(parts.path, { schema: { querystring: Query } }, (request, reply) => {
    const now = parts.clock.now();
    const view = {
      directory: parts.support,
      state: openState(parts.support.hours, now),
      now,
      country: knownCountry(parts.support, (request.query.country || countryOfLanguages(request))?.toUpperCase()),
    };
    return sendPage(reply, supportPage({ ...parts, federationOrigin: parts.identity.origins.federation }, view));
  });
}

function knownCountry(directory: SupportDirectory, code: string | undefined): string | undefined {
  return directory.countries.some((entry) => code !== undefined && entry.codes.includes(code)) ? code : undefined;
}

/** The region of the first language the browser asks for that has one: `de-AT` says Austria, in any case (RFC 5646, section 2.1.1). Only a first guess; the person chooses. */
function countryOfLanguages(request: FastifyRequest): string | undefined {
  const languages = request.headers['accept-language'] ?? '';
  return /(?:^|,)\s*[a-z]{2,3}(?:-[a-z]{4})?-([a-z]{2})\b/i.exec(languages)?.[1];
}
