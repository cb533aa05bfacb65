import { NOTICE_ADDRESSES_MAX } from '@sallyport/certificates';
import { TextArea } from '@sallyport/ui';
import type { VNode } from 'preact';
import { fieldError } from '../../http/page.tsx';
import type { PortalParts } from '../portal-parts.ts';

export const NOTICE_ADDRESSES_TEXT_MAX = 5000;

/** Who else is told: one address on each line. */
export function NoticeAddressesInput({
  parts: { messages },
  typed,
  error,
}: {
  readonly parts: PortalParts;
  readonly typed: string;
  readonly error: string | undefined;
}): VNode {
  return (
    <TextArea
      name="addresses"
      label={messages('tellOthersAddresses')}
      hint={messages('tellOthersAddressesHint', { maximum: NOTICE_ADDRESSES_MAX })}
      rows={4}
      optional
      value={typed}
      {...fieldError(error)}
    />
  );
}

export function addressesIn(typed: string): readonly string[] {
  return typed.split(/\r?\n/);
}
