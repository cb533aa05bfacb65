import type { Outbox } from '@sallyport/token-client';
import { tokenIdOf } from '../storage/names.ts';
import type { DeviceToken } from './device-tokens.ts';

export function outboxOf({ key, storage, lock }: DeviceToken): Outbox {
  return { tokenId: tokenIdOf(key), pending: storage.core, lock };
}
