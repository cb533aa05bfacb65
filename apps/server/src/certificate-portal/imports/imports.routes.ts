import { type Refusal, importCertificates, isRefusal } from '@sallyport/certificates';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { sendPage } from '../../http/page.tsx';
import { actor, behind, behindPermission, refused } from '../doors.ts';
import { PATHS, reportPath } from '../paths.ts';
import type { PortalParts, Visitor } from '../portal-parts.ts';
import { importPage } from './imports.pages.tsx';
import { filesIn } from './uploaded-files.ts';

/** Certificates that somebody else issued, pasted or as files. */
export function importsRoutes(listener: FastifyInstance, parts: PortalParts): void {
  // A scope of its own: no other form takes files.
  void listener.register((place, _, registered) => {
    // Nothing is read before the doors are passed.
    place.addContentTypeParser('multipart/form-data', (_request, payload, done) => {
      done(null, payload);
    });

    place.get(
      PATHS.importing,
      behindPermission(parts, 'import', (visitor) => show(visitor)),
    );

    place.post(
      PATHS.importing,
      behind(parts, 2, async (visitor) => {
        const files = await filesIn(visitor.request);
        const outcome = await importCertificates(parts.certificates, { person: actor(visitor), files });
        if (!isRefusal(outcome)) return visitor.reply.redirect(reportPath(outcome.reportId), 303);
        if (outcome.code === 'step-up-needed' || outcome.code === 'role-missing') return refused(parts, visitor, outcome);
        return show(visitor, outcome);
      }),
    );
    registered();
  });

  function show({ reply, person }: Visitor, refusal?: Refusal): FastifyReply {
    return sendPage(reply, importPage(parts, { person, ...(refusal && { refusal }) }), refusal?.status ?? 200);
  }
}
