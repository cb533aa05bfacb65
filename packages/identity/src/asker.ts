import type { Asker } from '@sallyport/platform';
import type { AccountId } from './identifiers.ts';
import { networkOf } from './network.ts';
import type { Visit } from './visit.ts';

/**
 * For whom something slow is hashed, where somebody has proved something already: in a session, or by a link from a mail of this account. Such people wait in the lane
 * that strangers cannot fill. No visit: an operator at the machine itself, or an act that was waited for.
 */
export function askerOf({ accountId, visit }: { readonly accountId: AccountId; readonly visit?: Visit | undefined }): Asker {
  return { lane: 'known', network: visit === undefined ? NO_NETWORK : networkOf(visit.address), account: accountId };
}

const NO_NETWORK = '';
