import { type CertificateWish, NOTE_MAX_CHARACTERS } from '@sallyport/certificates';
import { CSR_MAX_CHARACTERS } from '@sallyport/pki';
import { type Static, Type } from 'typebox';
import { CLOSED } from '../schemas.ts';

const MOST_NAMES = 500;
const DNS_NAME_CHARACTERS = 253;

export const RequestBody = Type.Object(
  {
    profile: Type.String({ maxLength: 64, description: 'The id of one of the profiles.' }),
    csr: Type.String({ maxLength: CSR_MAX_CHARACTERS, description: 'PEM. Of a CSR only the key is taken.' }),
    names: Type.Optional(
      Type.Array(Type.String({ maxLength: DNS_NAME_CHARACTERS }), {
        maxItems: MOST_NAMES,
        description: 'DNS names and addresses. Left out: those of the CSR.',
      }),
    ),
    lifetimeDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000, description: 'Left out: what is usual for the profile.' })),
    note: Type.Optional(Type.String({ maxLength: NOTE_MAX_CHARACTERS, description: 'For whoever decides.' })),
  },
  CLOSED,
);

export function wishOf({ profile, csr, names = [], lifetimeDays, note = '' }: Static<typeof RequestBody>): CertificateWish {
  return { profileId: profile, csr, names, subject: {}, lifetimeDays, note };
}
