import type { SuccessionKey } from '@sallyport/certificates';
import { type Static, Type } from 'typebox';

/** What the forms hold, as typed. */
export const RenewalForm = Type.Object(
  {
    key: Type.Union([Type.Literal('new'), Type.Literal('same')]),
    csr: Type.String(),
    lifetime: Type.String({ maxLength: 10 }),
    note: Type.String({ maxLength: 10_000 }),
  },
  { additionalProperties: false },
);
export type RenewalForm = Static<typeof RenewalForm>;

export const ReissueForm = Type.Object(
  { csr: Type.String(), overlap: Type.String({ maxLength: 5 }), note: Type.String({ maxLength: 10_000 }) },
  { additionalProperties: false },
);
export type ReissueForm = Static<typeof ReissueForm>;

/** In hours. Whoever wants another number of them asks by the API. */
export const OVERLAP_CHOICES = ['0', '24', '168', '720'] as const;

export const EMPTY_RENEWAL: RenewalForm = { key: 'new', csr: '', lifetime: '', note: '' };
export const EMPTY_REISSUE: ReissueForm = { csr: '', overlap: '168', note: '' };

export function keyOf({ key, csr }: RenewalForm): SuccessionKey {
  return key === 'same' ? { kind: 'same' } : { kind: 'new', csr };
}

/** What is no number stays one that is taken nowhere, so that the room refuses it in its own words. */
export function overlapOf({ overlap }: ReissueForm): number {
  return /^[0-9]{1,5}$/.test(overlap) ? Number(overlap) : -1;
}
