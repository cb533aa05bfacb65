import {
  type CertificateAct,
  type OnCertificate,
  type Refusal,
  deactivateCertificate,
  isRefusal,
  issueCertificate,
  retryIssue,
  revokeCertificate,
  withdrawRequest,
} from '@sallyport/certificates';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Static, Type } from 'typebox';
import { sendPage } from '../../http/page.tsx';
import { withCertificate } from '../certificate/certificate-of.ts';
import { actor, behind, refused } from '../doors.ts';
import { PATHS, certificatePath } from '../paths.ts';
import type { PortalParts, Visitor } from '../portal-parts.ts';
import { type ConfirmedAct, confirmActPage } from './acts.pages.tsx';

const NothingToSay = Type.Object({}, { additionalProperties: false });
const RevocationForm = Type.Object({ reason: Type.String({ maxLength: 40 }) }, { additionalProperties: false });

interface Act {
  readonly body: typeof NothingToSay | typeof RevocationForm;
  readonly does: (parts: PortalParts, input: OnCertificate, visitor: Visitor) => Promise<object | Refusal>;
}

/** Each act has a page that says what will happen, and a form on it that does it. */
const ACTS: Readonly<Record<ConfirmedAct, Act>> = {
  withdraw: { body: NothingToSay, does: ({ certificates }, input) => withdrawRequest(certificates, input) },
  deactivate: { body: NothingToSay, does: ({ certificates }, input) => deactivateCertificate(certificates, input) },
  retry: {
    body: NothingToSay,
    does: async ({ certificates }, input) => {
      const outcome = await retryIssue(certificates, input);
      // What this process leaves behind another goes on with.
      if (!isRefusal(outcome)) await issueCertificate(certificates, input.certificateId);
      return outcome;
    },
  },
  revoke: {
    body: RevocationForm,
    does: ({ certificates }, input, { request }) =>
      revokeCertificate(certificates, { ...input, reason: (request.body as Static<typeof RevocationForm>).reason }),
  },
};

export function actsRoutes(listener: FastifyInstance, parts: PortalParts): void {
  for (const act of Object.keys(ACTS) as ConfirmedAct[]) addAct(listener, parts, act);
}

function addAct(listener: FastifyInstance, parts: PortalParts, act: ConfirmedAct): void {
  const { body, does } = ACTS[act];
  const show = (visitor: Visitor, refusal?: Refusal): Promise<FastifyReply> =>
    withCertificate(parts, visitor, (certificate) => {
      const page = confirmActPage(parts, { person: visitor.person, certificate, act, ...(refusal && { refusal }) });
      return sendPage(visitor.reply, page, refusal?.status ?? 200);
    });

  listener.get(
    PATHS[act satisfies CertificateAct],
    behind(parts, 2, (visitor) => show(visitor)),
  );

  listener.post(
    PATHS[act],
    { schema: { body } },
    behind(parts, 2, (visitor) =>
      withCertificate(parts, visitor, async ({ certificateId }) => {
        const outcome = await does(parts, { person: actor(visitor), certificateId }, visitor);
        if (!isRefusal(outcome as { kind: string })) return visitor.reply.redirect(certificatePath(certificateId), 303);
        const refusal = outcome as Refusal;
        return refusal.code === 'revocation-reason-unknown' ? show(visitor, refusal) : refused(parts, visitor, refusal);
      }),
    ),
  );
}
