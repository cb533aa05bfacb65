import {
  type FieldId,
  type Refusal,
  describeCertificate,
  isRefusal,
  keepField,
  listFields,
  parseFieldId,
  retireField,
} from '@sallyport/certificates';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Static, Type } from 'typebox';
import { sendPage } from '../../http/page.tsx';
import { withCertificate } from '../certificate/certificate-of.ts';
import { actor, behind, refused, shownUnlessRefused } from '../doors.ts';
import { PATHS, certificatePath } from '../paths.ts';
import type { PortalParts, Visitor } from '../portal-parts.ts';
import { FIELD_INPUTS, entriesIn } from './field-inputs.tsx';
import { type FieldForm, describePage, fieldChangePage, fieldsPage, formOf } from './fields.pages.tsx';

const Which = Type.Object({ field: Type.Optional(Type.String({ maxLength: 22 })) }, { additionalProperties: false });
const KeepForm = Type.Object(
  {
    name: Type.String({ maxLength: 200 }),
    kind: Type.Optional(Type.String({ maxLength: 20 })),
    choices: Type.Optional(Type.String({ maxLength: 20_000 })),
    need: Type.Optional(Type.String({ maxLength: 20 })),
    act: Type.Union([Type.Literal('keep'), Type.Literal('retire')]),
  },
  { additionalProperties: false },
);
type KeepForm = Static<typeof KeepForm>;
const DescribeForm = Type.Object({}, FIELD_INPUTS);

/** Which fields an organisation has, and what stands in those of one certificate. */
export function fieldsRoutes(listener: FastifyInstance, parts: PortalParts): void {
  listener.get(
    PATHS.fields,
    behind(parts, 1, async (visitor) => {
      const outcome = await listFields(parts.certificates, { person: actor(visitor) });
      return shownUnlessRefused(parts, visitor, {
        outcome,
        show: (listed) => sendPage(visitor.reply, fieldsPage(parts, { person: visitor.person, ...listed })),
      });
    }),
  );

  listener.get(
    PATHS.fieldChange,
    { schema: { querystring: Which } },
    behind(parts, 2, (visitor) => showField(visitor)),
  );

  listener.post(
    PATHS.fieldChange,
    { schema: { querystring: Which, body: KeepForm } },
    behind(parts, 2, async (visitor) => {
      const form = visitor.request.body as KeepForm;
      const outcome = await (form.act === 'keep' ? keep(visitor, form) : retire(visitor));
      if (!isRefusal(outcome)) return visitor.reply.redirect(PATHS.fields, 303);
      const isAboutForm =
        outcome.code === 'field-malformed' || outcome.code === 'field-there-already' || outcome.code === 'fields-too-many';
      return isAboutForm ? showField(visitor, { form: { choices: '', ...form }, refusal: outcome }) : refused(parts, visitor, outcome);
    }),
  );

  listener.get(
    PATHS.describe,
    behind(parts, 2, (visitor) =>
      withCertificate(parts, visitor, (certificate) => {
        if (certificate.mayDescribe === 'no') return visitor.reply.redirect(certificatePath(certificate.certificateId), 303);
        return sendPage(visitor.reply, describePage(parts, { person: visitor.person, certificate }));
      }),
    ),
  );

  listener.post(
    PATHS.describe,
    { schema: { body: DescribeForm } },
    behind(parts, 2, (visitor) =>
      withCertificate(parts, visitor, async (certificate) => {
        const { certificateId } = certificate;
        const entries = entriesIn(visitor.request.body as object);
        const outcome = await describeCertificate(parts.certificates, { person: actor(visitor), certificateId, entries });
        if (!isRefusal(outcome)) return visitor.reply.redirect(certificatePath(certificateId), 303);
        if (outcome.code !== 'field-value-refused' && outcome.code !== 'field-value-missing') return refused(parts, visitor, outcome);
        const typed = new Map(entries.map(({ fieldId, value }) => [fieldId, value]));
        const page = describePage(parts, { person: visitor.person, certificate, typed, refusal: outcome });
        return sendPage(visitor.reply, page, outcome.status);
      }),
    ),
  );

  function keep(visitor: Visitor, form: KeepForm) {
    const { name, kind = '', choices = '', need = '' } = form;
    const wish = { name, kind, choices: choices.split(/\r?\n/), need };
    const { field } = visitor.request.query as Static<typeof Which>;
    // One that nobody could have been given is as unknown as one of somebody else.
    const fieldId = field === undefined ? undefined : (parseFieldId(field) ?? NOBODYS);
    return keepField(parts.certificates, { person: actor(visitor), fieldId, wish });
  }

  function retire(visitor: Visitor) {
    const { field = '' } = visitor.request.query as Static<typeof Which>;
    return retireField(parts.certificates, { person: actor(visitor), fieldId: parseFieldId(field) ?? NOBODYS });
  }

  async function showField(visitor: Visitor, again?: { readonly form: FieldForm; readonly refusal: Refusal }): Promise<FastifyReply> {
    const outcome = await listFields(parts.certificates, { person: actor(visitor) });
    return shownUnlessRefused(parts, visitor, {
      outcome,
      show: ({ fields, mayManage }) => {
        const { field: id } = visitor.request.query as Static<typeof Which>;
        const field = fields.find(({ fieldId }) => fieldId === id);
        if (mayManage === 'no' || (id !== undefined && field === undefined)) return visitor.reply.redirect(PATHS.fields, 303);
        const page = fieldChangePage(parts, { person: visitor.person, field, form: formOf(field), ...again });
        return sendPage(visitor.reply, page, again?.refusal.status ?? 200);
      },
    });
  }
}

const NOBODYS = 'AAAAAAAAAAAAAAAAAAAAAA' as FieldId;
