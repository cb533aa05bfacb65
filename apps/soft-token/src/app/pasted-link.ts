/** What a scanned or pasted text is: a link of this app, by its path; anything else is said to be none of ours. */
export type PastedLink =
  | { readonly kind: 'activation' | 'offline-activation' | 'unlock'; readonly link: string }
  | { readonly kind: 'pin-reset' }
  | { readonly kind: 'unknown' };

/** Of the text for a device without a network; every other link is shorter. */
const LONGEST = 2560;

export function readPastedLink(text: string): PastedLink {
  const link = text.trim();
  if (link.length > LONGEST) return { kind: 'unknown' };
  const path = pathOf(link);
  if (path === '/a') return { kind: 'activation', link };
  if (path === '/o') return { kind: 'offline-activation', link };
  if (path === '/u') return { kind: 'unlock', link };
  return path === '/unlock' ? { kind: 'pin-reset' } : { kind: 'unknown' };
}

function pathOf(link: string): string | undefined {
  if (!URL.canParse(link)) return undefined;
  const { pathname, hash } = new URL(link);
  return hash === '' ? undefined : pathname;
}
