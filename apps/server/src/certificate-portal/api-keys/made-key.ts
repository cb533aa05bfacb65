import type { MadeApiKey } from '@sallyport/certificates';
import type { Place } from '@sallyport/platform';
import { fromBase64url, fromUtf8, toBase64url, utf8, wipe } from '@sallyport/protocol';
import type { WebSession } from '../../http/sessions.ts';
import type { PortalData, PortalParts, Visitor } from '../portal-parts.ts';

/** A new key, between the form that made it and the click that says it is kept: sealed in the session that made it, and nowhere else. */

const SHOWN_MS = 15 * 60_000;

export async function showOnce(parts: PortalParts, { session }: Visitor, { key, name }: MadeApiKey): Promise<void> {
  const plaintext = utf8(key.reveal());
  const sealedKey = toBase64url(parts.sealer.seal({ plaintext, place: placeOf(session) }));
  wipe(plaintext);
  const madeKey = { sealedKey, name, shownUntil: parts.clock.now() + SHOWN_MS };
  await parts.sessions.save(session, { ...session.data, madeKey });
}

export interface ShownKey {
  readonly key: string;
  readonly name: string;
}

/** Undefined when there is none, it was kept, or the page was left open too long. */
export function openShownKey(parts: PortalParts, { session }: Visitor): ShownKey | undefined {
  const { madeKey } = session.data;
  if (!madeKey || madeKey.shownUntil <= parts.clock.now()) return undefined;
  const opened = parts.sealer.open({ sealed: fromBase64url(madeKey.sealedKey), place: placeOf(session) });
  const key = fromUtf8(opened);
  wipe(opened);
  return { key, name: madeKey.name };
}

export async function forgetKey(parts: PortalParts, { session }: Visitor): Promise<void> {
  const { madeKey: _, ...data } = session.data;
  await parts.sessions.save(session, data);
}

function placeOf({ ref }: WebSession<PortalData>): Place {
  return { table: 'web_session', column: 'data', row: ref };
}
