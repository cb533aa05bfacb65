import {
  activationConfirmationMessage,
  activationPath,
  type ActivationReply,
  type AwaitingPin,
  type Clock,
  parseActivationLink,
  type Randomness,
  type SoftToken,
  type TokenPolicy,
  toBase64url,
  wipe,
} from '@sallyport/protocol';
import {
  type ActivatedToken,
  activationIsSupported,
  type ActivationExchange,
  type DeviceDescription,
  startActivation,
} from '@sallyport/protocol/activation';
import type { NewsForServer } from '../news/news-for-server.ts';
import type { ApiAnswer, PostJson } from '../token-api/answers.ts';

/** Who issues the token, and for whom: shown before a PIN is asked for. */
export interface ActivationOffer {
  readonly tokenId: Uint8Array;
  readonly serial: string;
  readonly issuer: string;
  readonly label: string;
  readonly policy: TokenPolicy;
}

/** None of these costs the link more than the server counted; each can be tried again or tells who can help. */
export type ActivationFailure =
  | { readonly code: 'link-malformed' }
  /** The link is for the app at another address. */
  | { readonly code: 'link-of-another-app'; readonly origin: string }
  | { readonly code: 'offline' }
  /** No X25519: browsers before 2025. */
  | { readonly code: 'browser-too-old' }
  | { readonly code: 'expired' }
  | { readonly code: 'used' }
  /** The server and the link do not belong together, or somebody in between changed a message. */
  | { readonly code: 'mismatch' }
  | { readonly code: 'rate-limited'; readonly waitSeconds: number }
  | { readonly code: 'server-fault' }
  /** This device already holds the token: a second copy would fork it. */
  | { readonly code: 'already-here'; readonly serial: string };

/** Nothing is written to the device before the PIN is set. `news` is for the server, once it is. */
export type ActivationOutcome =
  | { readonly kind: 'set-pin'; readonly awaiting: AwaitingPin; readonly offer: ActivationOffer; readonly news: NewsForServer }
  | { readonly kind: 'not-activated'; readonly because: ActivationFailure };

export interface ActivationPorts {
  readonly post: PostJson;
  readonly clock: Clock;
  readonly randomness: Randomness;
  /** With device keys made for this activation. */
  readonly device: DeviceDescription;
  /** The token on this device that the activation is for, over storage that may hold one already. */
  readonly tokenOf: (tokenId: Uint8Array) => SoftToken;
}

/** Activation A (section 14) up to the PIN. `origin`: of the token app or server that this device trusts; a link for another is refused. */
export async function activateByLink(
  input: { readonly link: string; readonly origin: string },
  ports: ActivationPorts,
): Promise<ActivationOutcome> {
  const link = parseActivationLink(input.link);
  if (!link.ok) return failed({ code: 'link-malformed' });
  const { activationId, apiOrigin } = link.value;
  if (apiOrigin !== input.origin) return failed({ code: 'link-of-another-app', origin: apiOrigin });
  if (!(await activationIsSupported())) return failed({ code: 'browser-too-old' });

  const exchange = await startActivation({ link: link.value, device: ports.device, randomness: ports.randomness });
  if (!exchange.ok) return failed({ code: 'mismatch' });
  const sentAt = ports.clock.now();
  const answer = await ports.post(activationPath(toBase64url(activationId)), exchange.value.request);
  if (answer.kind !== 'ok') return failed(failureOf(answer));
  const activated = await openReply(exchange.value, answer.json);
  if (!activated) return failed({ code: 'mismatch' });
  const skewMs = clockOffset({ serverTimeMs: activated.serverTimeMs, sentAt, receivedAt: ports.clock.now() });
  return prepareToken({ activationId, activated, skewMs }, ports);
}

/** Section 15: offset = serverTime + rtt/2 - local. */
export function clockOffset({ serverTimeMs, sentAt, receivedAt }: { serverTimeMs: number; sentAt: number; receivedAt: number }): number {
  return Math.round(serverTimeMs + (receivedAt - sentAt) / 2 - receivedAt);
}

async function openReply(exchange: ActivationExchange, json: unknown): Promise<ActivatedToken | undefined> {
  const ct2 = typeof json === 'object' && json !== null && 'ct2' in json && typeof json.ct2 === 'string' ? json.ct2 : undefined;
  if (ct2 === undefined) return undefined;
  const opened = await exchange.openReply({ ct2 } satisfies ActivationReply);
  return opened.ok ? opened.value : undefined;
}

async function prepareToken(
  input: { readonly activationId: Uint8Array; readonly activated: ActivatedToken; readonly skewMs: number },
  ports: ActivationPorts,
): Promise<ActivationOutcome> {
  const { activationId, activated, skewMs } = input;
  const { tokenId, serial, issuer, label, policy, keys } = activated;
  const prepared = await ports.tokenOf(tokenId).activate({ ...activated, skewMs });
  wipe(keys.seed, keys.recoveryKey, keys.serverKey);
  if (prepared.kind === 'refused') {
    return failed(prepared.error.code === 'ACT_USED' ? { code: 'already-here', serial } : { code: 'mismatch' });
  }
  const offer: ActivationOffer = { tokenId, serial, issuer, label, policy };
  return { kind: 'set-pin', awaiting: prepared.awaiting, offer, news: confirmationOf(activationId) };
}

/** The one-time password that belongs to it is added when it is sent. */
function confirmationOf(activationId: Uint8Array): NewsForServer {
  return async (vault) => {
    const { headerHash, identity } = vault;
    const mac = await vault.serverMac(activationConfirmationMessage({ activationId, tokenId: identity.tokenId, headerHash }));
    if (mac.kind === 'refused') return undefined;
    return { kind: 'activation', activationId: toBase64url(activationId), mac: toBase64url(mac.mac), headerHash: toBase64url(headerHash) };
  };
}

function failureOf(answer: Exclude<ApiAnswer, { kind: 'ok' }>): ActivationFailure {
  if (answer.kind === 'offline') return { code: 'offline' };
  switch (answer.code) {
    case 'ACT_EXPIRED':
      return { code: 'expired' };
    case 'ACT_USED':
      return { code: 'used' };
    case 'RATE_LIMITED':
      return { code: 'rate-limited', waitSeconds: answer.retryAfterSeconds ?? 60 };
    case 'INTERNAL':
      return { code: 'server-fault' };
    case 'ACT_MISMATCH':
    case 'MALFORMED':
    case 'CONFIRM_FAILED':
    case 'RECEIPT_REFUSED':
      return { code: 'mismatch' };
  }
}

function failed(because: ActivationFailure): ActivationOutcome {
  return { kind: 'not-activated', because };
}
