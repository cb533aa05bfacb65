/** How this app can be installed in this browser, right now. */
export type InstallOffer =
  | { readonly kind: 'installed' }
  /** The browser lets us ask. */
  | { readonly kind: 'button'; readonly accept: () => void }
  /** Safari on iPhone and iPad: only by hand, and it must come first, because an installed app has storage of its own there. */
  | { readonly kind: 'ios' }
  | { readonly kind: 'by-hand' };

/** Chromium's event, which no standard library knows. */
interface InstallPromptEvent extends Event {
  prompt(): Promise<unknown>;
}

/** Tells at once what is known, and again when the browser offers or has done it. */
export function watchInstallation(window: Window, tell: (offer: InstallOffer) => void): void {
  tell(isInstalled(window) ? { kind: 'installed' } : { kind: isAppleMobile(window.navigator) ? 'ios' : 'by-hand' });
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    tell({ kind: 'button', accept: () => void (event as InstallPromptEvent).prompt() });
  });
  window.addEventListener('appinstalled', () => {
    tell({ kind: 'installed' });
  });
}

function isInstalled(window: Window): boolean {
  return window.matchMedia('(display-mode: standalone)').matches;
}

/** iPads say they are Macs, but Macs have no touch screen. */
function isAppleMobile(navigator: Navigator): boolean {
  return /iPhone|iPad/.test(navigator.userAgent) || (navigator.userAgent.includes('Mac OS') && navigator.maxTouchPoints > 1);
}
