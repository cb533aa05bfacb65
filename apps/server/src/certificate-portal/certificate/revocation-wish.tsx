import type { CertificateView, RevocationWishView } from '@sallyport/certificates';
import { Panel, SummaryList, type SummaryRow, Time } from '@sallyport/ui';
import type { VNode } from 'preact';
import type { PortalParts } from '../portal-parts.ts';

/** The revocation that was asked for last, and who has agreed; nothing where none was. */
export function RevocationWish({
  parts,
  certificate,
}: {
  readonly parts: PortalParts;
  readonly certificate: CertificateView;
}): VNode | null {
  const { revocationWish: wish } = certificate;
  if (wish === undefined) return null;
  return (
    <Panel title={parts.messages('wishTitle')}>
      <p>{parts.messages(`wishState.${wish.state}`)}</p>
      <SummaryList rows={[...wishRows(parts, wish), ...wordRows(parts, wish)]} />
    </Panel>
  );
}

export function wishRows({ messages }: PortalParts, wish: RevocationWishView): readonly SummaryRow[] {
  const count = wish.approvals.filter(({ decision }) => decision === 'approve').length;
  return [
    { label: messages('approvalsRequester'), value: wish.asker },
    { label: messages('approvalsAsked'), value: <Time at={wish.askedAt} /> },
    { label: messages('certificateReason'), value: messages(`reason.${wish.reason}`) },
    { label: messages('decideApprovals'), value: messages('decideApprovalsOf', { count, needed: wish.approvalsNeeded }) },
  ];
}

function wordRows({ messages }: PortalParts, { approvals }: RevocationWishView): readonly SummaryRow[] {
  return approvals.map(({ person, decision, reason }) => ({
    label: person,
    value: [messages(`wishWord.${decision}`), reason].filter((text) => text !== '').join(' '),
  }));
}
