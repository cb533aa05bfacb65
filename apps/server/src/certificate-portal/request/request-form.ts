import type { CertificateWish } from '@sallyport/certificates';
import { type Static, Type } from 'typebox';
import { FIELD_INPUTS, entriesIn } from '../fields/field-inputs.tsx';

/** What the form holds, as typed. */
export const RequestForm = Type.Object(
  {
    profile: Type.Optional(Type.String({ maxLength: 64 })),
    csr: Type.String(),
    names: Type.String({ maxLength: 30_000 }),
    lifetime: Type.String({ maxLength: 10 }),
    note: Type.String({ maxLength: 10_000 }),
    act: Type.Union([Type.Literal('check'), Type.Literal('send')]),
  },
  FIELD_INPUTS,
);
export type RequestForm = Static<typeof RequestForm>;

export const EMPTY_REQUEST: Omit<RequestForm, 'act'> = { csr: '', names: '', lifetime: '', note: '' };

export function wishOf(form: RequestForm): CertificateWish {
  return {
    profileId: form.profile ?? '',
    csr: form.csr,
    names: form.names.split(/\r?\n/),
    subject: {},
    lifetimeDays: lifetimeIn(form.lifetime),
    note: form.note,
    entries: entriesIn(form),
  };
}

/** A lifetime that is no number stays one that no profile takes, so that the room refuses it in its own words. */
export function lifetimeIn(text: string): number | undefined {
  const lifetime = text.trim();
  if (lifetime === '') return undefined;
  return /^[0-9]{1,5}$/.test(lifetime) ? Number(lifetime) : 0;
}
