import { activationConfirmationMessage, type Activation, type SoftToken, toBase64url, wipe } from '@sallyport/protocol';
import type { NewsForServer } from '../news/news-for-server.ts';
import { type ActivationOffer, type ActivationOutcome, failed } from './activation-outcome.ts';

/** The end of every activation: keys in memory, and a PIN as the only way on. */
export async function prepareToken(
  activation: Activation,
  means: {
    /** The token on this device that the activation is for, over storage that may hold one already. */
    readonly tokenOf: (tokenId: Uint8Array) => SoftToken;
    readonly news: NewsForServer;
  },
): Promise<ActivationOutcome> {
  const { tokenId, serial, issuer, label, policy, keys } = activation;
  const prepared = await means.tokenOf(new Uint8Array(tokenId)).activate(activation);
  wipe(keys.seed, keys.recoveryKey, keys.serverKey);
  if (prepared.kind === 'refused') {
    return failed(prepared.error.code === 'ACT_USED' ? { code: 'already-here', serial } : { code: 'mismatch' });
  }
  const offer: ActivationOffer = { tokenId: new Uint8Array(tokenId), serial, issuer, label, policy };
  return { kind: 'set-pin', awaiting: prepared.awaiting, offer, news: means.news };
}

/** The one-time password that belongs to it is added when it is sent. */
export function confirmationOf(activationId: Uint8Array): NewsForServer {
  return async (vault) => {
    const { headerHash, identity } = vault;
    const mac = await vault.serverMac(activationConfirmationMessage({ activationId, tokenId: identity.tokenId, headerHash }));
    if (mac.kind === 'refused') return undefined;
    return { kind: 'activation', activationId: toBase64url(activationId), mac: toBase64url(mac.mac), headerHash: toBase64url(headerHash) };
  };
}
