import { type CertificateWish, FIELD_LIMITS, type FieldEntry, NOTE_MAX_CHARACTERS, OVERLAP_MAX_HOURS } from '@sallyport/certificates';
import { CSR_MAX_CHARACTERS } from '@sallyport/pki';
import { type Static, Type } from 'typebox';
import { CLOSED, Id } from '../schemas.ts';

const MOST_NAMES = 500;
const DNS_NAME_CHARACTERS = 253;

/** What the room says of each value, it says by the field’s name. */
export const FieldEntries = Type.Array(
  Type.Object({ id: Id, value: Type.String({ maxLength: 800, description: 'Nothing empties it.' }) }, CLOSED),
  { maxItems: FIELD_LIMITS.fields, description: 'What is written into the fields of the organisation, by their ids.' },
);

export function entriesOf(fields: Static<typeof FieldEntries>): readonly FieldEntry[] {
  return fields.map(({ id, value }) => ({ fieldId: id, value }));
}

const Csr = Type.String({ maxLength: CSR_MAX_CHARACTERS, description: 'PEM. Of a CSR only the key is taken.' });
const LifetimeDays = Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000, description: 'Left out: what is usual for the profile.' }));
const Note = Type.Optional(Type.String({ maxLength: NOTE_MAX_CHARACTERS, description: 'For whoever decides.' }));

export const RequestBody = Type.Object(
  {
    profile: Type.String({ maxLength: 64, description: 'The id of one of the profiles.' }),
    csr: Csr,
    names: Type.Optional(
      Type.Array(Type.String({ maxLength: DNS_NAME_CHARACTERS }), {
        maxItems: MOST_NAMES,
        description: 'DNS names and addresses. Left out: those of the CSR.',
      }),
    ),
    lifetimeDays: LifetimeDays,
    note: Note,
    fields: Type.Optional(FieldEntries),
  },
  CLOSED,
);

export const RenewalBody = Type.Object(
  {
    csr: Type.Optional({ ...Csr, description: 'PEM, with the new key. Left out: the key it has.' }),
    lifetimeDays: LifetimeDays,
    note: Note,
  },
  CLOSED,
);

export const ReissueBody = Type.Object(
  {
    csr: { ...Csr, description: 'PEM, with another key than it has.' },
    overlapHours: Type.Integer({
      minimum: 0,
      maximum: OVERLAP_MAX_HOURS,
      description: 'For so long after the issue the one before works too; then it is revoked by itself.',
    }),
    note: Note,
  },
  CLOSED,
);

export function wishOf({ profile, csr, names = [], lifetimeDays, note = '', fields = [] }: Static<typeof RequestBody>): CertificateWish {
  return { profileId: profile, csr, names, subject: {}, lifetimeDays, note, entries: entriesOf(fields) };
}
