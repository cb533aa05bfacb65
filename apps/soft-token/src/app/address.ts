/** What the address of this window asks for. Links carry their secret in the fragment, which no server and no service worker sees. */
export type Errand =
  | { readonly kind: 'none' }
  | { readonly kind: 'activate'; readonly link: string }
  | { readonly kind: 'activate-offline'; readonly text: string }
  | { readonly kind: 'unlock'; readonly link: string }
  | { readonly kind: 'scan' };

/** `fragment`: with its `#`. */
export function errandOf({ pathname, hash }: { readonly pathname: string; readonly hash: string }): Errand {
  switch (pathname) {
    case '/a':
      return hash === '' ? { kind: 'none' } : { kind: 'activate', link: hash };
    case '/o':
      return hash === '' ? { kind: 'none' } : { kind: 'activate-offline', text: hash };
    case '/u':
      return hash === '' ? { kind: 'none' } : { kind: 'unlock', link: hash };
    case '/scan':
      return { kind: 'scan' };
    default:
      return { kind: 'none' };
  }
}

/** Reads the errand and takes its secret out of the address bar and the history in the same breath. */
export function takeErrand(window: Pick<Window, 'location' | 'history'>): Errand {
  const errand = errandOf(window.location);
  if (errand.kind !== 'none' && errand.kind !== 'scan') window.history.replaceState(null, '', '/');
  return errand;
}

/** The serial of an unlock link; its code is parsed when the token, and with it the length of its codes, is known. */
export function serialOfUnlockLink(link: string): string | undefined {
  return fieldOfFragment(link, 's');
}

export function codeOfUnlockLink(link: string): string | undefined {
  return fieldOfFragment(link, 'c');
}

function fieldOfFragment(link: string, name: string): string | undefined {
  return new URLSearchParams(link.slice(link.indexOf('#') + 1)).get(name) ?? undefined;
}
