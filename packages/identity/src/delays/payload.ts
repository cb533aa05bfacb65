import type { Instant, Secret } from '@sallyport/platform';
import { fromUtf8, utf8 } from '@sallyport/protocol';
import { type Proof, isFresh } from '../assurance/rules.ts';
import type { DelayId } from '../identifiers.ts';
import { hashOf } from '../one-time-links/codes.ts';
import type { IdentityPorts } from '../ports.ts';

/** What is kept, sealed, of an act that waits. */
export interface DelayPayload {
  readonly proofs: readonly Proof[];
  /** Of the browser that asked; undefined for what the machine finishes. */
  readonly claimHash: string | undefined;
  /** Of a new password. */
  readonly passwordHash?: string | undefined;
}

/** Where it is sealed to. */
export function delayPlace(delayId: DelayId) {
  return { table: 'delayed_act', column: 'sealed_payload', row: delayId } as const;
}

export function sealPayload(ports: IdentityPorts, delayId: DelayId, payload: DelayPayload): Uint8Array {
  return ports.sealer.seal({ plaintext: utf8(JSON.stringify(payload)), place: delayPlace(delayId) });
}

/** What was sealed here comes back as it was: nobody else can seal to this place. */
export function openPayload(ports: IdentityPorts, delay: { readonly delayId: DelayId; readonly sealedPayload: Uint8Array }): DelayPayload {
  const opened = ports.sealer.open({ sealed: delay.sealedPayload, place: delayPlace(delay.delayId) });
  return JSON.parse(fromUtf8(opened)) as DelayPayload;
}

/** One of each factor and token, of those that are fresh: what else there is decides nothing. From where they came stands in the audit log. */
export function proofsToKeep(proofs: readonly Proof[], fresh: { readonly now: Instant; readonly freshProofMs: number }): readonly Proof[] {
  const kept = new Map<string, Proof>();
  for (const proof of proofs) {
    if (!isFresh(proof, fresh.now, fresh.freshProofMs)) continue;
    const { factor, at, tokenId } = proof;
    kept.set(`${factor} ${tokenId ?? ''}`, { factor, at, network: '', ...(tokenId === undefined ? {} : { tokenId }) });
  }
  return [...kept.values()];
}

/** What is stored of a browser's claim. */
export function hashOfClaim(claim: Secret<string>): string {
  return hashOf('claim', claim.reveal());
}
