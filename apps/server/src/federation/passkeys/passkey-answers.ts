import { MOST_PASSKEY_CHARACTERS } from '@sallyport/platform';
import { type Static, Type } from 'typebox';

/** What a form with a device's answer holds; empty when no script has asked the device. */
const field = (name: keyof typeof MOST_PASSKEY_CHARACTERS) => Type.String({ maxLength: MOST_PASSKEY_CHARACTERS[name] });

export const CreationForm = Type.Object(
  { credential: field('id'), clientData: field('clientData'), attestation: field('attestation'), transports: field('transports') },
  { additionalProperties: false },
);

export const AssertionForm = Type.Object(
  {
    credential: field('id'),
    clientData: field('clientData'),
    authenticatorData: field('authenticatorData'),
    signature: field('signature'),
    userHandle: field('userHandle'),
  },
  { additionalProperties: false },
);

/** In a form, a field named `id` would stand in the way of the form's own. */
export function creationFields({ credential: id, ...fields }: Static<typeof CreationForm>) {
  return { id, ...fields };
}

export function assertionFields({ credential: id, ...fields }: Static<typeof AssertionForm>) {
  return { id, ...fields };
}
