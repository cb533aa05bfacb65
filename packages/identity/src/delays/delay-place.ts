import type { Place } from '@sallyport/platform';
import type { DelayId } from '../identifiers.ts';

/** Where the payload of an act that waits is sealed to. */
export function delayPlace(delayId: DelayId): Place {
  return { table: 'delayed_act', column: 'sealed_payload', row: delayId };
}
