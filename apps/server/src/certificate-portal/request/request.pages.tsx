import type { CustomField, GoodWish, PreparedRequest, Refusal } from '@sallyport/certificates';
import { type CertificateProfile, LINT_RULES, formatIdentifier, formatName, keyName, limitsAt } from '@sallyport/pki';
import { Actions, Button, type Choice, Field, Form, Heading, Notice, Panel, RadioCards, SummaryList, TextArea } from '@sallyport/ui';
import type { VNode } from 'preact';
import { fieldError } from '../../http/page.tsx';
import { FieldInputs, entriesIn, fieldErrors } from '../fields/field-inputs.tsx';
import { errorsOf, personalPage } from '../frame.tsx';
import { NameLines } from '../name-lines.tsx';
import { PATHS } from '../paths.ts';
import type { PortalParts, PortalPerson } from '../portal-parts.ts';
import { DevicePassword } from '../device-password.tsx';
import { profileHint, profileName } from '../profile-names.ts';
import { UnprovenNames } from '../unproven-names.tsx';
import type { RequestForm } from './request-form.ts';

export interface RequestView {
  readonly person: PortalPerson;
  readonly form: Omit<RequestForm, 'act'>;
  readonly fields: readonly CustomField[];
  readonly refusal?: Refusal;
  readonly checked?: PreparedRequest;
}

/** The field a refusal is about; none where it is about all of it. */
const FIELDS: Readonly<Partial<Record<Refusal['code'], keyof RequestForm>>> = {
  'profile-unknown': 'profile',
  'csr-missing': 'csr',
  'csr-refused': 'csr',
  'key-refused': 'csr',
  'names-malformed': 'names',
  'names-refused': 'names',
  'lifetime-refused': 'lifetime',
  'note-too-long': 'note',
};

export function requestPage(parts: PortalParts, { person, form, fields, refusal, checked }: RequestView): VNode {
  const { messages } = parts;
  const errors = fieldErrors(parts, refusal, fields) ?? errorsOf(parts, refusal, (code) => FIELDS[code]);
  const written = new Map(entriesIn(form).map(({ fieldId, value }) => [fieldId, value]));
  const errorAt = (field: keyof RequestForm) => fieldError(errors.find((error) => error.field === field)?.message);
  // After a check the names are those it found, so that what is sent is what was shown.
  const names = checked === undefined ? form.names : namesOf(checked.wish).join('\n');
  return personalPage(
    parts,
    { person, section: PATHS.inventory },
    {
      title: messages('requestTitle'),
      errors,
      children: (
        <>
          <Heading lead={messages('requestLead')}>{messages('requestTitle')}</Heading>
          {checked === undefined ? null : <Checked parts={parts} checked={checked} />}
          <Form action={PATHS.request}>
            <RadioCards
              name="profile"
              legend={messages('requestFor')}
              choices={parts.certificates.profiles.map((profile) => choiceOf(parts, profile))}
              {...(form.profile === undefined ? {} : { value: form.profile })}
              {...errorAt('profile')}
            />
            <TextArea
              name="names"
              label={messages('requestNames')}
              hint={messages('requestNamesHint')}
              text="code"
              rows={3}
              value={names}
              {...errorAt('names')}
            />
            <MakeKey parts={parts} text={messages('makeKeyText')} />
            <CsrField parts={parts} hint={messages('requestCsrHint')} csr={form.csr} error={errorAt('csr')} />
            <Field
              name="lifetime"
              label={messages('requestLifetime')}
              hint={messages('requestLifetimeHint')}
              inputMode="numeric"
              width="short"
              maxLength={5}
              optional
              value={form.lifetime}
              {...errorAt('lifetime')}
            />
            <FieldInputs parts={parts} fields={fields} valueOf={({ fieldId }) => written.get(fieldId)} errors={errors} />
            <NoteField parts={parts} note={form.note} error={errorAt('note')} />
            <p class="quiet">{messages('requestAfter')}</p>
            <Actions>
              <Button name="act" value="send">
                {messages('requestSend')}
              </Button>
              <Button name="act" value="check" kind="secondary">
                {messages('requestCheck')}
              </Button>
            </Actions>
          </Form>
        </>
      ),
    },
  );
}

function choiceOf(parts: PortalParts, profile: CertificateProfile): Choice {
  const limits = limitsAt(profile, parts.clock.now());
  const hint = profileHint(parts, profile.id);
  const days = limits.ok
    ? parts.messages('profileDays', { hint, usual: limits.value.usualLifetimeDays, maximum: limits.value.maximumLifetimeDays })
    : hint;
  return { value: profile.id, label: profileName(parts, profile.id), hint: days };
}

export function NoteField(props: {
  readonly parts: PortalParts;
  readonly note: string;
  readonly error: ReturnType<typeof fieldError>;
}): VNode {
  const { messages } = props.parts;
  return (
    <TextArea
      name="note"
      label={messages('requestNote')}
      hint={messages('requestNoteHint')}
      rows={2}
      optional
      value={props.note}
      {...props.error}
    />
  );
}

/** Pasted, or read from a file by a script. */
export function CsrField(props: {
  readonly parts: PortalParts;
  readonly hint: string;
  readonly csr: string;
  readonly error: ReturnType<typeof fieldError>;
  readonly optional?: true;
}): VNode {
  const { messages } = props.parts;
  return (
    <>
      <TextArea
        name="csr"
        label={messages('requestCsr')}
        hint={props.hint}
        text="code"
        rows={7}
        value={props.csr}
        {...(props.optional && { optional: true })}
        {...props.error}
      />
      <p class="needs-script">
        <label>
          {messages('requestCsrFile')} <input type="file" class="file" data-read-into="csr" accept=".csr,.pem,.req,.der,.p10,.txt" />
        </label>
      </p>
    </>
  );
}

/**
 * Only a script can make a key; without one there is nothing to press. Its words travel as data, because it has no catalogue, and so do names that
 * nobody types on this page.
 */
export function MakeKey({
  parts: { messages },
  text,
  names,
}: {
  readonly parts: PortalParts;
  readonly text: string;
  readonly names?: readonly string[];
}): VNode {
  return (
    <div
      class="needs-script make-key"
      data-make-key={names?.join('\n') ?? ''}
      data-done={messages('makeKeyDone', { file: '{file}' })}
      data-locked={messages('makeKeyLocked', { file: '{file}' })}
      data-names={messages('makeKeyNames')}
      data-failed={messages('makeKeyFailed')}
    >
      <Notice title={messages('makeKeyTitle')}>
        <p>{text}</p>
        <DevicePassword id="make-key-password" label={messages('makeKeyPassword')} hint={messages('makeKeyPasswordHint')} />
        <Actions>
          <Button type="button" kind="secondary">
            {messages('makeKeyAction')}
          </Button>
          <a class="button button-quiet" hidden data-save-key>
            {messages('makeKeySaveAgain')}
          </a>
        </Actions>
        <p role="status" class="make-key-word" />
      </Notice>
    </div>
  );
}

function namesOf({ identifiers }: GoodWish): readonly string[] {
  return identifiers.map(formatIdentifier);
}

function Checked({ parts, checked }: { readonly parts: PortalParts; readonly checked: PreparedRequest }): VNode {
  const { messages } = parts;
  const { wish, findings, unproven } = checked;
  const { csr, differences, profile } = wish;
  const asked = csr.asksFor.names.map(({ text }) => text);
  return (
    <Panel title={messages('checkTitle')}>
      <Notice kind="success">
        <p>{messages('checkGood')}</p>
      </Notice>
      <UnprovenNames parts={parts} names={unproven} when="to-send" />
      <SummaryList
        rows={[
          { label: messages('checkUse'), value: profileName(parts, profile.id) },
          { label: messages('checkNames'), value: <NameLines names={namesOf(wish)} /> },
          { label: messages('checkKey'), value: keyName(csr.publicKey) },
          { label: messages('checkSigned'), value: csr.signatureAlgorithm },
          { label: messages('checkLifetime'), value: messages('checkLifetimeDays', { days: wish.lifetimeDays }) },
          {
            label: messages('checkApprovals'),
            value: messages('checkApprovalsNeeded', { needed: profile.approvals.issue.needed }),
          },
          {
            label: messages('checkAsked'),
            value: asked.length === 0 ? messages('checkNothing') : <NameLines names={asked} />,
          },
          { label: messages('checkSubject'), value: formatName(csr.asksFor.subject) || messages('checkNothing') },
        ]}
      />
      <h3>{messages('checkDifferences')}</h3>
      {differences.length === 0 ? (
        <p>{messages('checkNoDifferences')}</p>
      ) : (
        <ul class="plain-list">
          {differences.map((difference) => (
            <li key={JSON.stringify(difference)}>{differenceWords(parts, difference)}</li>
          ))}
        </ul>
      )}
      <h3>{messages('checkLint')}</h3>
      {findings.length === 0 ? (
        <p>{messages('checkLintGood')}</p>
      ) : (
        <ul class="plain-list">
          {findings.map(({ rule }) => (
            <li key={rule}>{messages('checkLintWarning', { rule, source: LINT_RULES[rule] })}</li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function differenceWords({ messages }: PortalParts, difference: GoodWish['differences'][number]): string {
  switch (difference.kind) {
    case 'name-left-out':
    case 'name-added':
      return messages(`difference.${difference.kind}`, { value: difference.name });
    case 'subject-left-out':
    case 'subject-added':
      return messages(`difference.${difference.kind}`, { field: difference.field, value: difference.value });
    case 'usage-left-out':
      return messages('difference.usage-left-out', { value: difference.usage });
    case 'purpose-left-out':
      return messages('difference.purpose-left-out', { value: difference.purpose });
    case 'extension-left-out':
      return messages('difference.extension-left-out', { value: difference.oid });
    case 'ca-left-out':
      return messages('difference.ca-left-out');
  }
}
