import type { OutboundClient, Resolver } from '@sallyport/platform';

/** Somebody who looks at the world from one place of it. */
export interface Observer {
  /** For whoever is told what was found. */
  readonly name: string;
  readonly resolver: Pick<Resolver, 'textsOf' | 'caaOf'>;
  readonly outbound: Pick<OutboundClient, 'get'>;
}

/**
 * Everybody who looks, and how many must find the proof. With one, whoever deceives the network near it deceives us; with several elsewhere they
 * would have to deceive the network near each (Baseline Requirements 3.2.2.9).
 */
export interface Vantage {
  readonly observers: readonly Observer[];
  readonly quorum: number;
}
