import type { CertificateView, Refusal } from '@sallyport/certificates';
import { limitsAt } from '@sallyport/pki';
import { Actions, Button, ButtonLink, Field, Form, RadioCards, SummaryList, Time } from '@sallyport/ui';
import type { VNode } from 'preact';
import { fieldError } from '../../http/page.tsx';
import { errorsOf, pageBelow } from '../frame.tsx';
import { PATHS, actPath, certificatePath } from '../paths.ts';
import { NameLines } from '../name-lines.tsx';
import type { PortalParts, PortalPerson } from '../portal-parts.ts';
import { profileName } from '../profile-names.ts';
import { CsrField, MakeKey, NoteField } from '../request/request.pages.tsx';
import { OVERLAP_CHOICES, type ReissueForm, type RenewalForm } from './succession-form.ts';

type Field = keyof RenewalForm | keyof ReissueForm;

/** The field a refusal is about; none where it is about all of it. */
const FIELDS: Readonly<Partial<Record<Refusal['code'], Field>>> = {
  'csr-missing': 'csr',
  'csr-refused': 'csr',
  'key-refused': 'csr',
  'key-unchanged': 'csr',
  'csr-not-kept': 'key',
  'lifetime-refused': 'lifetime',
  'overlap-refused': 'overlap',
  'note-too-long': 'note',
};

interface SuccessionView<Typed> {
  readonly person: PortalPerson;
  readonly certificate: CertificateView;
  readonly form: Typed;
  readonly refusal?: Refusal | undefined;
}

export function renewalPage(parts: PortalParts, view: SuccessionView<RenewalForm>): VNode {
  const { messages } = parts;
  const { certificate, form } = view;
  const errorAt = errorsIn(parts, view);
  return successionPage(parts, view, {
    act: 'renew',
    fields: (
      <>
        <RadioCards
          name="key"
          legend={messages('renewKey')}
          choices={[
            { value: 'new', label: messages('renewKeyNew'), hint: messages('renewKeyNewHint') },
            { value: 'same', label: messages('renewKeySame'), hint: messages('renewKeySameHint') },
          ]}
          value={form.key}
          {...errorAt('key')}
        />
        <NewKey parts={parts} certificate={certificate} csr={form.csr} error={errorAt('csr')} optional />
        <Field
          name="lifetime"
          label={messages('requestLifetime')}
          hint={lifetimeHint(parts, certificate)}
          inputMode="numeric"
          width="short"
          maxLength={5}
          optional
          value={form.lifetime}
          {...errorAt('lifetime')}
        />
        <NoteField parts={parts} note={form.note} error={errorAt('note')} />
      </>
    ),
  });
}

export function reissuePage(parts: PortalParts, view: SuccessionView<ReissueForm>): VNode {
  const { messages } = parts;
  const { certificate, form } = view;
  const errorAt = errorsIn(parts, view);
  return successionPage(parts, view, {
    act: 'reissue',
    fields: (
      <>
        <NewKey parts={parts} certificate={certificate} csr={form.csr} error={errorAt('csr')} />
        <RadioCards
          name="overlap"
          legend={messages('reissueOverlap')}
          hint={messages('reissueOverlapHint')}
          choices={OVERLAP_CHOICES.map((hours) => ({
            value: hours,
            label: messages(`reissueOverlap.${hours}`),
            ...(hours === '0' ? { hint: messages('reissueOverlapHint.0') } : {}),
          }))}
          value={form.overlap}
          {...errorAt('overlap')}
        />
        <NoteField parts={parts} note={form.note} error={errorAt('note')} />
      </>
    ),
  });
}

function errorsIn(parts: PortalParts, { refusal }: Pick<SuccessionView<unknown>, 'refusal'>) {
  const errors = errorsOf(parts, refusal, (code) => FIELDS[code]);
  return (field: Field) => fieldError(errors.find((error) => error.field === field)?.message);
}

function successionPage(
  parts: PortalParts,
  { person, certificate, refusal }: Omit<SuccessionView<unknown>, 'form'>,
  { act, fields }: { readonly act: 'renew' | 'reissue'; readonly fields: VNode },
): VNode {
  const { messages } = parts;
  const title = messages(`${act}Title`);
  const back = certificatePath(certificate.certificateId);
  return pageBelow(
    parts,
    { person, section: PATHS.inventory, back },
    {
      title,
      lead: messages(`${act}Lead`),
      errors: errorsOf(parts, refusal, (code) => FIELDS[code]),
      children: (
        <>
          <SummaryList
            rows={[
              { label: messages('certificateNames'), value: <NameLines names={certificate.names} /> },
              { label: messages('certificateUse'), value: profileName(parts, certificate.profileId) },
              ...(certificate.notAfter === undefined
                ? []
                : [{ label: messages('certificateEnds'), value: <Time at={certificate.notAfter} /> }]),
            ]}
          />
          <Form action={actPath(act, certificate.certificateId)}>
            {fields}
            <p class="quiet">{messages('successionAfter')}</p>
            <Actions>
              <Button>{messages(`${act}Send`)}</Button>
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

function lifetimeHint(parts: PortalParts, { profileId }: CertificateView): string {
  const profile = parts.certificates.profiles.find(({ id }) => id === profileId);
  const limits = profile && limitsAt(profile, parts.clock.now());
  const hint = parts.messages('requestLifetimeHint');
  if (limits?.ok !== true) return hint;
  return parts.messages('profileDays', { hint, usual: limits.value.usualLifetimeDays, maximum: limits.value.maximumLifetimeDays });
}

type FieldError = ReturnType<typeof fieldError>;

function NewKey(props: {
  readonly parts: PortalParts;
  readonly certificate: CertificateView;
  readonly csr: string;
  readonly error: FieldError;
  readonly optional?: true;
}): VNode {
  const { parts, certificate, csr, error, optional } = props;
  return (
    <>
      <MakeKey parts={parts} text={parts.messages('successionMakeKey')} names={certificate.names} />
      <CsrField parts={parts} hint={parts.messages('renewCsrHint')} csr={csr} error={error} {...(optional && { optional })} />
    </>
  );
}
