import type { DeviceError } from '@sallyport/protocol';
import { sayPersonal } from '../../messages/personal-english.ts';

/** Why a recovery key was not looked at, or did not open; undefined for what only the sentence around it can say. */
export function sayKeyRefusal(error: DeviceError): string | undefined {
  if (error.code === 'CODE_LENGTH') return sayPersonal('key-length', { expected: error.expected, typed: error.typed });
  if (error.code === 'CODE_TYPO') {
    const groups = error.groups.map(String);
    return sayPersonal('key-group-wrong', { count: groups.length, groups: new Intl.ListFormat('en').format(groups) });
  }
  if (error.code === 'CODE_CHECK') return sayPersonal('key-check');
  return error.code === 'LOCK_BUSY' ? sayPersonal('lock-busy') : undefined;
}
