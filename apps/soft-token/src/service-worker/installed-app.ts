/** The page's side of the service worker: registers it, and tells when a new version waits for the person's word. */

export interface UpdateNotice {
  /** Starts the new version; every window of the app loads anew. */
  readonly accept: () => void;
}

/** `onUpdate` is called at most once for each version that waits. Where service workers are missing or forbidden the app simply stays online-only. */
export async function keepOffline(onUpdate: (notice: UpdateNotice) => void): Promise<void> {
  const workers = workersOfThisBrowser();
  if (!workers) return;
  // The first version taking over an uncontrolled page changes nothing for it.
  let isFirst = workers.controller === null;
  let reloading = false;
  workers.addEventListener('controllerchange', () => {
    if (!isFirst && !reloading) {
      reloading = true;
      location.reload();
    }
    isFirst = false;
  });
  const startNow = (waiting: ServiceWorker): void => {
    isFirst = false;
    waiting.postMessage('update-now');
  };
  try {
    const registration = await workers.register('/service-worker.js');
    announce(registration, (waiting) => {
      onUpdate({ accept: () => startNow(waiting) });
    });
  } catch {
    // Private mode of some browsers, or no network at the very first visit: the app works while this window lives.
  }
}

function workersOfThisBrowser(): ServiceWorkerContainer | undefined {
  return 'serviceWorker' in navigator ? navigator.serviceWorker : undefined;
}

/** Tells of every version that waits. */
function announce(registration: ServiceWorkerRegistration, tell: (waiting: ServiceWorker) => void): void {
  if (registration.waiting) tell(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const arriving = registration.installing;
    arriving?.addEventListener('statechange', () => {
      // Without an active version this is the first installation: nothing to ask.
      if (arriving.state === 'installed' && registration.active) tell(arriving);
    });
  });
}
