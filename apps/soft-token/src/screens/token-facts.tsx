import type { TokenIdentity } from '@sallyport/protocol';
import type { VNode } from 'preact';
import { say } from '../messages/english.ts';

/** Which token this is: who issued it, for whom, and the serial one is asked for. */
export function TokenFacts({ issuer, label, serial }: Pick<TokenIdentity, 'issuer' | 'label' | 'serial'>): VNode {
  const facts = [
    [say('issuer'), issuer],
    [say('issued-for'), label],
    [say('serial'), serial],
  ].filter(([, value]) => value !== '');
  return (
    <dl class="token-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd class={value === serial ? 'token-serial' : undefined}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** How a token is called in a heading: its issuer, or just that it is one. */
export function tokenName(identity: Pick<TokenIdentity, 'issuer'>): string {
  return identity.issuer === '' ? say('token-unnamed') : identity.issuer;
}
