import type { TokenIdentity } from '@sallyport/protocol';
import type { VNode } from 'preact';
import { issuerMark } from '../app/issuer-mark.ts';

/** Beside the issuer's name, which says the same to who does not see it. */
export function IssuerMark({ identity }: { readonly identity: Pick<TokenIdentity, 'issuerId' | 'issuer'> }): VNode {
  const { letters, colour } = issuerMark(identity);
  return (
    <span class={`issuer-mark issuer-mark-${String(colour)}`} aria-hidden="true">
      {letters}
    </span>
  );
}
