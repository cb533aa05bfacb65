import type { Mail } from './mail.ts';

export type Delivery =
  | { readonly outcome: 'sent' }
  /** Worth another try later: the peer is away, busy, or wants other credentials. */
  | { readonly outcome: 'deferred'; readonly reason: string }
  /** This mail will never be taken: no such mailbox, refused for its content. */
  | { readonly outcome: 'refused'; readonly reason: string };

/** One way out of the house. `id` is stable over tries, so that a receiver can see a repeat. */
export interface MailTransport {
  deliver(input: { readonly id: string; readonly mail: Mail }): Promise<Delivery>;
  close(): Promise<void>;
}
