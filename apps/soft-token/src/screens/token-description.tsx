import type { VNode } from 'preact';
import type { PresentStatus } from '../engine/engine-messages.ts';
import { say } from '../messages/english.ts';

/** Between what is said of a token in one line. */
export const BETWEEN = ' · ';

/** For whom a token is, its serial and how it stands, in one line. */
export function descriptionOf(status: PresentStatus): string {
  return partsOf(status).join(BETWEEN);
}

/** The same, its serial in one piece. */
export function TokenDescription({ status }: { readonly status: PresentStatus }): VNode {
  const serial = status.kind === 'refused' ? undefined : status.identity.serial;
  return (
    <>
      {partsOf(status).map((part, index) => [
        index === 0 ? null : BETWEEN,
        part === serial ? <span class="token-entry-serial">{part}</span> : part,
      ])}
    </>
  );
}

function partsOf(status: PresentStatus): readonly string[] {
  if (status.kind === 'refused') return [say('token-unreadable')];
  const { label, serial } = status.identity;
  return [label, serial, say(`token-${status.kind}`)].filter((part) => part !== '');
}
