import { Notice } from '@sallyport/ui';
import type { VNode } from 'preact';
import { sayOfContact } from '../messages/contact-english.ts';

/** The server does not know this copy of the token. */
export function UnknownKeys(): VNode {
  return (
    <Notice kind="danger" title={sayOfContact('unknown-keys-title')} live="assertive">
      <p>{sayOfContact('unknown-keys')}</p>
    </Notice>
  );
}
