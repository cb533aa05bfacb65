import { type CertificateAct, type CertificateView, REVOCATION_REASONS, type Refusal, type ChosenReason } from '@sallyport/certificates';
import { Actions, Button, ButtonLink, Form, Notice, RadioCards, SummaryList, Time } from '@sallyport/ui';
import type { VNode } from 'preact';
import { fieldError } from '../../http/page.tsx';
import { errorsOf, pageBelow } from '../frame.tsx';
import { PATHS, actPath, certificatePath } from '../paths.ts';
import type { PortalParts, PortalPerson } from '../portal-parts.ts';
import { NameLines } from '../name-lines.tsx';
import { StatusBadge } from '../status-badge.tsx';

/** Acts that are asked about once more; the others have pages of their own. */
export type ConfirmedAct = Exclude<CertificateAct, 'decide' | 'decide-revocation' | 'renew' | 'reissue' | 'tell-others'>;

export interface ConfirmActView {
  readonly person: PortalPerson;
  readonly certificate: CertificateView;
  readonly act: ConfirmedAct;
  readonly refusal?: Refusal;
}

export function confirmActPage(parts: PortalParts, view: ConfirmActView): VNode {
  const { messages } = parts;
  const { person, certificate, act, refusal } = view;
  if (!certificate.acts.includes(act)) return notNowPage(parts, view);
  const errors = errorsOf(parts, refusal, () => 'reason');
  const title = messages(`actTitle.${act}`);
  const back = certificatePath(certificate.certificateId);
  return pageBelow(
    parts,
    { person, section: PATHS.inventory, back },
    {
      title,
      lead: leadOf(parts, view),
      errors,
      children: (
        <>
          <SummaryList rows={rowsOf(parts, certificate)} />
          {act === 'revoke' ? <OthersFirst parts={parts} certificate={certificate} /> : null}
          <Form action={actPath(act, certificate.certificateId)}>
            {act === 'revoke' ? <Reasons parts={parts} error={errors[0]?.message} /> : null}
            <Actions>
              <Button kind={act === 'revoke' ? 'danger' : 'primary'}>{messages(`actYes.${act}`)}</Button>
              <ButtonLink href={back} kind="secondary">
                {messages('actKeep')}
              </ButtonLink>
            </Actions>
          </Form>
        </>
      ),
    },
  );
}

/** For whoever comes to an act that cannot be done now. */
export function notNowPage(
  parts: PortalParts,
  { person, certificate, act }: { readonly person: PortalPerson; readonly certificate: CertificateView; readonly act: CertificateAct },
): VNode {
  const { messages } = parts;
  const title = messages('actNotNow');
  const back = certificatePath(certificate.certificateId);
  return pageBelow(
    parts,
    { person, section: PATHS.inventory, back },
    {
      title,
      lead: notNow(parts, certificate, act),
      children: (
        <>
          <SummaryList rows={rowsOf(parts, certificate)} />
          <Actions>
            <ButtonLink href={back}>{messages('toCertificate')}</ButtonLink>
          </Actions>
        </>
      ),
    },
  );
}

function leadOf({ messages }: PortalParts, { act, certificate }: ConfirmActView): string {
  return act === 'retry' ? messages('actLead.retry', { reason: certificate.reason ?? '' }) : messages(`actLead.${act}`);
}

function notNow({ messages }: PortalParts, { status, successor }: CertificateView, act: CertificateAct): string {
  const isTaken = successor !== undefined && (act === 'renew' || act === 'reissue');
  return isTaken ? messages('successionTaken') : messages('actNotNowLead', { status: messages(`status.${status}`) });
}

function rowsOf(parts: PortalParts, certificate: CertificateView) {
  const { messages } = parts;
  return [
    { label: messages('certificateNames'), value: <NameLines names={certificate.names} /> },
    { label: messages('certificateStatus'), value: <StatusBadge parts={parts} status={certificate.status} /> },
    ...(certificate.notAfter === undefined ? [] : [{ label: messages('certificateEnds'), value: <Time at={certificate.notAfter} /> }]),
  ];
}

/** Where the profile wants others to agree. */
function OthersFirst({
  parts: { messages },
  certificate,
}: Pick<ConfirmActView, 'certificate'> & { readonly parts: PortalParts }): VNode | null {
  const { revocationApprovalsNeeded: needed } = certificate;
  return needed === 0 ? null : <Notice kind="information">{messages('revokeOthersFirst', { needed })}</Notice>;
}

function Reasons({ parts: { messages }, error }: { readonly parts: PortalParts; readonly error: string | undefined }): VNode {
  const reasons = Object.keys(REVOCATION_REASONS) as ChosenReason[];
  return (
    <RadioCards
      name="reason"
      legend={messages('revokeReason')}
      hint={messages('revokeReasonHint')}
      value="unspecified"
      choices={reasons.map((reason) => ({
        value: reason,
        label: messages(`reason.${reason}`),
        ...(reason === 'key-compromise' ? { hint: messages('reasonHint.key-compromise') } : {}),
      }))}
      {...fieldError(error)}
    />
  );
}
