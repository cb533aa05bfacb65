import type { TemporaryAccess } from '@sallyport/identity';
import type { Instant, Place } from '@sallyport/platform';
import { fromBase64url, fromUtf8, toBase64url, utf8, wipe } from '@sallyport/protocol';
import type { SelfAdministrationParts, SelfAdministrationSession, Visitor } from '../self-administration-parts.ts';

/** The new code, between the form that asked for it and the click that says it is noted: sealed in the session that asked, and nowhere else. */

const SHOWN_MS = 15 * 60_000;

export async function keepAccess(parts: SelfAdministrationParts, { session }: Visitor, access: TemporaryAccess): Promise<void> {
  const plaintext = utf8(access.code.reveal());
  const sealedCode = toBase64url(parts.identity.sealer.seal({ plaintext, place: placeOf(session) }));
  wipe(plaintext);
  const { uses, expiresAt } = access;
  const issuedAccess = { sealedCode, uses, expiresAt, shownUntil: parts.clock.now() + SHOWN_MS };
  await parts.sessions.save(session, { ...session.data, issuedAccess });
}

export interface ShownAccess {
  readonly code: string;
  readonly uses: number;
  readonly expiresAt: Instant;
}

/** Undefined when there is none, it was noted, or the page was left open too long. */
export function openShownAccess(parts: SelfAdministrationParts, { session }: Visitor): ShownAccess | undefined {
  const { issuedAccess } = session.data;
  if (!issuedAccess || issuedAccess.shownUntil <= parts.clock.now()) return undefined;
  const opened = parts.identity.sealer.open({ sealed: fromBase64url(issuedAccess.sealedCode), place: placeOf(session) });
  const code = fromUtf8(opened);
  wipe(opened);
  return { code, uses: issuedAccess.uses, expiresAt: issuedAccess.expiresAt };
}

export async function forgetAccess(parts: SelfAdministrationParts, { session }: Visitor): Promise<void> {
  const { issuedAccess: _, ...data } = session.data;
  await parts.sessions.save(session, data);
}

function placeOf({ ref }: SelfAdministrationSession): Place {
  return { table: 'web_session', column: 'data', row: ref };
}
