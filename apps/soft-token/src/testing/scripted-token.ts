import type { Protection, TokenIdentity } from '@sallyport/protocol';
import { RememberedTokens } from '../app/remembered-tokens.ts';
import { TokenApp } from '../app/token-app.ts';
import { TokenDesk } from '../app/token-desk.ts';
import type { Opened, PresentStatus, TokenView } from '../engine/engine-messages.ts';
import { tokenIdOf, tokenKeyOf } from '../storage/names.ts';
import { ScriptedAuthenticator } from './scripted-authenticator.ts';
import type { ScriptedEngine } from './scripted-engine.ts';

/** A token as a scripted engine tells of it, and the app over such an engine. */

export const token = tokenKeyOf(new Uint8Array(16).fill(7));
export const policy = { maxAttempts: 5, minPinLength: 6, maxPinLength: 12, unlockDigits: 16, prfOnlyAllowed: true } as const;
export const reset = { pinResetCode: '10751 83150 83728', unlockCodeLength: 20, waitSeconds: 0 };
export const identity: TokenIdentity = {
  tokenId: tokenIdOf(token),
  issuerId: new Uint8Array(16),
  serial: 'ST-482-719-36',
  issuer: 'Northwind Harbour Authority',
  label: 'Ada Quay',
  portal: 'https://self.example',
  epoch: 0,
  createdAt: 0,
};
export const closed = closedUnder({ kind: 'pin' });
export const resetShown: PresentStatus = { ...closed, reset };
export const locked = lockedUnder({ kind: 'pin' });
export const opened: Opened = {
  kind: 'open',
  token,
  failed: { pins: 0, unlockCodes: 0 },
  password: { kind: 'one-time-password', digits: '123456', validFrom: 0, validUntil: 30_000 },
  periodSeconds: 30,
  clock: { skewMs: 0, agreedSkewMs: 0, contactMs: 1000 },
  challenge: undefined,
  registrationCode: undefined,
};

export function closedUnder(protection: Protection): Extract<PresentStatus, { readonly kind: 'closed' }> {
  return { kind: 'closed', identity, attemptsLeft: 5, policy, protection, reset: undefined };
}

export function lockedUnder(protection: Protection): Extract<PresentStatus, { readonly kind: 'locked' }> {
  return { kind: 'locked', identity, policy, protection, reset, problem: undefined };
}

export function view(status: PresentStatus, key = token): TokenView {
  return { token: key, status };
}

export interface AppWishes {
  readonly askToPersist?: () => Promise<boolean>;
  readonly hasPersonalVault?: boolean;
  readonly authenticator?: ScriptedAuthenticator;
}

/** What it remembers lasts as long as it does. */
export function appOver(engine: ScriptedEngine, wishes: AppWishes = {}): TokenApp {
  let held: string | null = null;
  const store = { getItem: () => held, setItem: (_: string, value: string) => void (held = value) };
  return new TokenApp({
    engine,
    remembered: new RememberedTokens(store),
    clock: { now: () => 1000 },
    askToPersist: wishes.askToPersist ?? (() => Promise.resolve(true)),
    hasPersonalVault: () => Promise.resolve(wishes.hasPersonalVault ?? false),
    authenticator: wishes.authenticator ?? new ScriptedAuthenticator('missing'),
    loadDesk: () => Promise.resolve((host) => new TokenDesk(host, { id: 'token.example', name: 'Soft Token' })),
  });
}
