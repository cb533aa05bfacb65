/** The page's side of the service worker: registers it, and tells when a new version waits for the person's word. */

export interface UpdateNotice {
  /** Starts the new version; every window of the app loads anew. */
  readonly accept: () => void;
}

/** `onUpdate` is called at most once for each version that waits. Where service workers are missing or forbidden the app simply stays online-only. */
export async function keepOffline(onUpdate: (notice: UpdateNotice) => void): Promise<void> {
  const workers = workersOfThisBrowser();
  if (!workers) return;
  const hadVersion = workers.controller !== null;
  let reloading = false;
  workers.addEventListener('controllerchange', () => {
    // The first version taking over an uncontrolled page changes nothing for it.
    if (!hadVersion || reloading) return;
    reloading = true;
    location.reload();
  });
  try {
    announce(await workers.register('/service-worker.js'), onUpdate);
  } catch {
    // Private mode of some browsers, or no network at the very first visit: the app works while this window lives.
  }
}

function workersOfThisBrowser(): ServiceWorkerContainer | undefined {
  return 'serviceWorker' in navigator ? navigator.serviceWorker : undefined;
}

function announce(registration: ServiceWorkerRegistration, onUpdate: (notice: UpdateNotice) => void): void {
  const tell = (waiting: ServiceWorker): void => {
    onUpdate({
      accept: () => {
        waiting.postMessage('update-now');
      },
    });
  };
  if (registration.waiting) tell(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const arriving = registration.installing;
    arriving?.addEventListener('statechange', () => {
      // Without an active version this is the first installation: nothing to ask.
      if (arriving.state === 'installed' && registration.active) tell(arriving);
    });
  });
}
