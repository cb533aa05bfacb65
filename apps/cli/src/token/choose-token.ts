import { type DeviceToken, type FoundToken, type PresentStatus } from './device-token.ts';

/** Which token is meant, out of those found. */
export type Choice =
  | { readonly kind: 'chosen'; readonly token: DeviceToken; readonly status: FoundToken['status'] }
  | { readonly kind: 'none-here' }
  | { readonly kind: 'say-which'; readonly serials: readonly string[] }
  | { readonly kind: 'no-such-serial'; readonly serials: readonly string[] }
  /** What was given in place of a serial is no serial here, and could be a PIN: it must not be repeated in a message. */
  | { readonly kind: 'looks-like-pin' };

/** `serial`: as typed, or what `list` shows in its place; upper and lower case, hyphens and spaces do not matter. Undefined: there should be one only. */
export function chooseToken(found: readonly FoundToken[], serial: string | undefined): Choice {
  const wanted = serial === undefined ? undefined : folded(serial);
  const fitting = wanted === undefined ? found : found.filter((one) => folded(nameOf(one)) === wanted);
  const [only, ...more] = fitting;
  if (only && more.length === 0) return { kind: 'chosen', ...only };
  if (serial !== undefined && /^[\d\s.-]{4,24}$/.test(serial)) return { kind: 'looks-like-pin' };
  if (found.length === 0) return { kind: 'none-here' };
  const serials = found.map(nameOf);
  return { kind: only || serial === undefined ? 'say-which' : 'no-such-serial', serials };
}

/** Its serial; of a token that cannot be read, what its folder is called. */
export function nameOf({ token, status }: FoundToken): string {
  return isPresent(status) ? status.identity.serial : token.key;
}

export function isPresent(status: FoundToken['status']): status is PresentStatus {
  return status.kind !== 'refused' && status.kind !== 'trouble';
}

function folded(serial: string): string {
  return serial.replaceAll(/[\s-]/g, '').toLowerCase();
}
