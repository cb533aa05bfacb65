import { type AskedAssertion, type AskedCreation, type Forgery, SoftAuthenticator } from '@sallyport/platform/testing';
import type { RunningServer } from './running-server.ts';
import type { Shown, Visitor } from './visitor.ts';

export interface AskedDevice {
  readonly act: 'create' | 'get';
  readonly options: AskedCreation & AskedAssertion;
  /** Where the answer goes. */
  readonly action: URL;
}

/** What the form on the page asks a device for. */
export function askedOf(visitor: Visitor): AskedDevice {
  const form = visitor.page.document.querySelector('form[data-passkey]');
  if (!form) throw new Error(`no device is asked on "${visitor.page.heading}": ${visitor.page.text.slice(0, 400)}`);
  const ceremony = JSON.parse(form.getAttribute('data-passkey') ?? '') as Omit<AskedDevice, 'action'>;
  return { ...ceremony, action: new URL(form.getAttribute('action') ?? '', visitor.page.url) };
}

export function deviceFor(server: RunningServer, made: { readonly verifies?: boolean } = {}): SoftAuthenticator {
  return new SoftAuthenticator({ origin: server.configuration.listeners.federation.origin, ...made });
}

/** Answers the form on the page as a browser with this device does; with `forgery`, as an attacker would. */
export function answerWith(visitor: Visitor, device: SoftAuthenticator, forgery?: Forgery): Promise<Shown> {
  const { act, options, action } = askedOf(visitor);
  const { id: credential, ...fields } = act === 'create' ? device.create(options, forgery) : device.force(options, forgery);
  return visitor.submit(action, { credential, ...fields });
}
