import { Actions, Button, Details, Form, Heading, Notice, PasswordField, Table } from '@sallyport/ui';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { PersonalScreen } from '../../app/personal/personal-model.ts';
import type { AccountNamed, Offer, OfferSource } from '../../engine/personal/personal-messages.ts';
import { sayPersonal } from '../../messages/personal-english.ts';
import { textOf } from '../form-text.ts';
import { GoBack } from '../going.tsx';
import { type AddProps, CameraScan, FileField } from './add.tsx';
import { nameOf } from './names.ts';
import { RecoveryKeyField } from './recovery-key-field.tsx';
import { sayKeyRefusal } from './recovery-key-words.ts';

type At<Name extends PersonalScreen['at']> = Extract<PersonalScreen, { at: Name }>;

export interface OfferScreenProps {
  readonly screen: At<'offer'>;
  readonly isBusy: boolean;
  readonly onOffer: (sources: readonly OfferSource[]) => void;
  readonly onFrame: AddProps['onFrame'];
  readonly onSave: () => void;
  readonly onDrop: () => void;
}

/** What was read: the codes to save, those that are there already, and every entry that cannot be taken, with its reason. Nothing is saved yet. */
export function OfferScreen({ screen, isBusy, onOffer, onFrame, onSave, onDrop }: OfferScreenProps): VNode {
  const { offer, problem } = screen;
  const { fresh, duplicates, leftOut } = offer;
  const count = fresh.length + duplicates.length + leftOut.length;
  return (
    <>
      <Heading lead={sayPersonal('offer-lead', { formats: formatsOf(offer), count })}>{sayPersonal('offer-title')}</Heading>
      {problem === undefined ? null : (
        <Notice kind="warning" live="assertive">
          <p>{sayPersonal(`problem-${problem}`)}</p>
        </Notice>
      )}
      <UnreadSources offer={offer} />
      <Pictures offer={offer} onOffer={onOffer} onFrame={onFrame} />
      <section class="offer-part">
        <h2>{fresh.length === 0 ? sayPersonal('offer-none') : sayPersonal('offer-fresh', { count: fresh.length })}</h2>
        <Names accounts={fresh} />
      </section>
      {duplicates.length === 0 ? null : (
        <section class="offer-part">
          <h2>{sayPersonal('offer-duplicates', { count: duplicates.length })}</h2>
          <Names accounts={duplicates} />
        </section>
      )}
      <LeftOutEntries offer={offer} />
      <NotKeptThings offer={offer} />
      <Actions>
        {fresh.length === 0 ? null : (
          <Button type="button" disabled={isBusy} onClick={onSave}>
            {sayPersonal('offer-save', { count: fresh.length })}
          </Button>
        )}
        <Button type="button" kind="secondary" disabled={isBusy} onClick={onDrop}>
          {sayPersonal(fresh.length === 0 ? 'back' : 'offer-drop')}
        </Button>
      </Actions>
      {fresh.length > 1 ? <p class="aside">{sayPersonal('offer-waste')}</p> : null}
    </>
  );
}

function formatsOf({ formats }: Offer): string {
  return new Intl.ListFormat('en').format(formats.map((format) => sayPersonal(`format-${format}`)));
}

function UnreadSources({ offer }: { readonly offer: Offer }): VNode | null {
  const { unread } = offer;
  if (unread.length === 0) return null;
  return (
    <Notice kind="warning" title={sayPersonal('offer-unread', { count: unread.length })} live="polite">
      <ul>
        {unread.map(({ name, because }, index) => (
          <li key={index}>
            {name || sayPersonal('offer-unread-unnamed')}: {sayPersonal(`problem-${because}`)}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

/** Of an export that takes several pictures: how far one has come, and the next. */
function Pictures({ offer, onOffer, onFrame }: Pick<OfferScreenProps, 'onOffer' | 'onFrame'> & { readonly offer: Offer }): VNode | null {
  const batches = offer.batches.filter(({ missing }) => missing.length > 0);
  if (batches.length === 0) return null;
  return (
    <section class="panel">
      {batches.map(({ images, missing }, index) => (
        <div key={index} class="pictures" role="status">
          <p class="pictures-count">{sayPersonal('offer-progress', { seen: images - missing.length, all: images })}</p>
          <progress max={images} value={images - missing.length} aria-hidden="true" />
          <p>{sayPersonal('offer-missing', { count: missing.length, pictures: new Intl.ListFormat('en').format(missing.map(String)) })}</p>
        </div>
      ))}
      <CameraScan onFrame={onFrame} kind="secondary" />
      <FileField label={sayPersonal('offer-more')} onFiles={onOffer} />
    </section>
  );
}

function Names({ accounts }: { readonly accounts: readonly AccountNamed[] }): VNode | null {
  if (accounts.length === 0) return null;
  return (
    <ul class="offer-names">
      {accounts.map((account, index) => (
        <li key={index}>
          <span class="code-issuer">{account.issuer || account.label || sayPersonal('unnamed')}</span>
          {account.issuer === '' || account.label === '' ? null : <span class="code-label">{account.label}</span>}
        </li>
      ))}
    </ul>
  );
}

function LeftOutEntries({ offer }: { readonly offer: Offer }): VNode | null {
  const { leftOut } = offer;
  if (leftOut.length === 0) return null;
  return (
    <section class="offer-part">
      <Table
        caption={sayPersonal('offer-left-out', { count: leftOut.length })}
        columns={[
          { title: sayPersonal('offer-entry'), cell: ({ entry }) => entryName(entry) },
          { title: sayPersonal('offer-because'), cell: ({ because }) => sayPersonal(`left-out-${because}`) },
        ]}
        rows={leftOut.map((entry, index) => ({ ...entry, key: String(index) }))}
        rowKey={({ key }) => key}
        empty={null}
      />
      <p class="aside">{sayPersonal('offer-left-out-text')}</p>
    </section>
  );
}

function NotKeptThings({ offer }: { readonly offer: Offer }): VNode | null {
  const { notKept } = offer;
  if (notKept.length === 0) return null;
  return (
    <Details summary={sayPersonal('offer-not-kept', { count: notKept.length })}>
      <ul class="offer-names">
        {notKept.map(({ entry, what }, index) => (
          <li key={index}>
            <span class="code-issuer">{entryName(entry)}</span>
            <span class="code-label">{sayPersonal(`not-kept-${what}`)}</span>
          </li>
        ))}
      </ul>
    </Details>
  );
}

function entryName(entry: AccountNamed & { readonly position: number }): string {
  const number = sayPersonal('offer-position', { position: entry.position });
  return entry.issuer === '' && entry.label === '' ? number : `${nameOf(entry)} (${number})`;
}

export interface UnsealScreenProps {
  readonly screen: At<'unseal'>;
  readonly isBusy: boolean;
  readonly onSecret: (secret: string) => void;
  readonly onSkip: () => void;
  readonly onBack: () => void;
}

/** A file behind a password, or one of ours behind the recovery key of the vault it came from. */
export function UnsealScreen({ screen, isBusy, onSecret, onSkip, onBack }: UnsealScreenProps): VNode {
  const [key, setKey] = useState('');
  const { sealed } = screen;
  const buttons = (
    <Actions>
      <Button disabled={isBusy}>{sayPersonal(isBusy ? 'unseal-working' : 'unseal-button')}</Button>
      <Button type="button" kind="quiet" disabled={isBusy} onClick={onSkip}>
        {sayPersonal('unseal-skip')}
      </Button>
    </Actions>
  );
  if (sealed.by === 'recovery-key') {
    const { serial, problem } = sealed;
    const error = problem && (sayKeyRefusal(problem) ?? sayPersonal('unseal-key-wrong', { serial }));
    return (
      <>
        <GoBack onGo={onBack}>{sayPersonal('back')}</GoBack>
        <Heading lead={sayPersonal('unseal-key-lead', { serial })}>{sayPersonal('unseal-title')}</Heading>
        <Form
          onSubmit={() => {
            onSecret(key);
          }}
        >
          <RecoveryKeyField label={sayPersonal('recover-label', { serial })} value={key} error={error} onInput={setKey} />
          {buttons}
        </Form>
      </>
    );
  }
  return (
    <>
      <GoBack onGo={onBack}>{sayPersonal('back')}</GoBack>
      <Heading
        lead={sayPersonal('unseal-password-lead', {
          format: sayPersonal(`format-${sealed.format}`),
          name: sealed.name || sayPersonal('offer-unread-unnamed'),
        })}
      >
        {sayPersonal('unseal-title')}
      </Heading>
      <Form
        onSubmit={(form) => {
          onSecret(textOf(form, 'password'));
        }}
      >
        <PasswordField
          name="password"
          label={sayPersonal('unseal-password')}
          autoComplete="off"
          maxLength={1024}
          autoFocus
          {...(sealed.isWrong ? { error: sayPersonal('unseal-password-wrong') } : {})}
        />
        {buttons}
      </Form>
    </>
  );
}
