import { type EntryReading, leaveOut, takeEntry, takeUri } from './entries.ts';
import type { NotKeptPart } from './import-file.ts';

/** What Bitwarden keeps as the authenticator key of a login: a URI, `steam://…`, or a bare secret of the usual kind. */
export function readAuthenticatorKey(login: {
  readonly name: string;
  readonly userName: string;
  readonly totp: string;
  readonly notKept: readonly NotKeptPart[];
}): EntryReading {
  const { name, userName, totp, notKept } = login;
  if (totp.trim() === '') return leaveOut('no-one-time-password', { issuer: name, label: userName });
  if (/^\s*[a-z-]+:\/\//i.test(totp)) return takeUri(totp, { issuer: name, label: userName, notKept });
  const kind = { type: 'totp', algorithm: undefined, digits: undefined, period: undefined, counter: undefined };
  return takeEntry({ issuer: name, label: userName, ...kind, secret: totp }, notKept);
}
