import type { ListView } from '@sallyport/protocol/personal-vault';
import { Button, Heading, Notice, RadioCards } from '@sallyport/ui';
import type { VNode } from 'preact';
import type { PersonalNote, PersonalScreen } from '../../app/personal/personal-model.ts';
import type { PinChange } from '../../engine/engine-messages.ts';
import type { ExportForm, PinPolicy } from '../../engine/personal/personal-messages.ts';
import { sayPersonal } from '../../messages/personal-english.ts';
import { GoBack } from '../going.tsx';
import { PinChangeForm } from '../pin-change-form.tsx';
import { PersonalAttemptsLeft, PinForm, sayPinProblem } from './pin-form.tsx';

type At<Name extends PersonalScreen['at']> = Extract<PersonalScreen, { at: Name }>;

export interface SettingsProps {
  readonly view: ListView;
  readonly onView: (change: Partial<ListView>) => void;
  readonly onGo: (screen: PersonalScreen) => void;
  readonly onBack: () => void;
}

/** How the list is seen, and what is done to the vault as a whole. */
export function SettingsScreen({ view, onView, onGo, onBack }: SettingsProps): VNode {
  return (
    <>
      <GoBack onGo={onBack}>{sayPersonal('back-to-list')}</GoBack>
      <Heading>{sayPersonal('settings-title')}</Heading>
      <div class="settings-view">
        <RadioCards
          name="order"
          legend={sayPersonal('settings-order')}
          choices={[
            { value: 'hand', label: sayPersonal('order-hand'), hint: sayPersonal('order-hand-hint') },
            { value: 'name', label: sayPersonal('order-name') },
            { value: 'use', label: sayPersonal('order-use'), hint: sayPersonal('order-use-hint') },
          ]}
          value={view.order}
          onChange={(order) => {
            onView({ order: order as ListView['order'] });
          }}
        />
        <RadioCards
          name="size"
          legend={sayPersonal('settings-size')}
          choices={[
            { value: 'large', label: sayPersonal('size-large'), hint: sayPersonal('size-large-hint') },
            { value: 'compact', label: sayPersonal('size-compact') },
          ]}
          value={view.size}
          onChange={(size) => {
            onView({ size: size as ListView['size'] });
          }}
        />
        <RadioCards
          name="codes"
          legend={sayPersonal('settings-codes')}
          choices={[
            { value: 'shown', label: sayPersonal('codes-shown') },
            { value: 'hidden', label: sayPersonal('codes-hidden') },
          ]}
          value={view.codes}
          onChange={(codes) => {
            onView({ codes: codes as ListView['codes'] });
          }}
        />
      </div>
      <h2>{sayPersonal('settings-vault')}</h2>
      <ul class="action-list" aria-label={sayPersonal('settings-vault')}>
        <Action
          title={sayPersonal('export-open')}
          text={sayPersonal('export-open-text')}
          onGo={() => {
            onGo({ at: 'export', form: 'sealed', note: undefined });
          }}
        />
        <Action
          title={sayPersonal('change-pin-open')}
          text={sayPersonal('change-pin-open-text')}
          onGo={() => {
            onGo({ at: 'change-pin', note: undefined, refusal: undefined });
          }}
        />
        <Action
          title={sayPersonal('replace-key-open')}
          text={sayPersonal('replace-key-open-text')}
          onGo={() => {
            onGo({ at: 'replace-key', note: undefined });
          }}
        />
        <Action
          title={sayPersonal('destroy-open')}
          text={sayPersonal('destroy-open-text')}
          onGo={() => {
            onGo({ at: 'destroy' });
          }}
        />
      </ul>
    </>
  );
}

function Action({ title, text, onGo }: { readonly title: string; readonly text: string; readonly onGo: () => void }): VNode {
  return (
    <li>
      <a
        href="/codes"
        onClick={(event) => {
          event.preventDefault();
          onGo();
        }}
      >
        {title}
      </a>
      <p>{text}</p>
    </li>
  );
}

export interface ChangePinProps {
  readonly screen: At<'change-pin'>;
  readonly policy: PinPolicy;
  readonly isBusy: boolean;
  readonly onPin: (change: PinChange) => void;
  readonly onBack: () => void;
}

export function ChangePinScreen({ screen, policy, isBusy, onPin, onBack }: ChangePinProps): VNode {
  return (
    <>
      <GoBack onGo={onBack}>{sayPersonal('back')}</GoBack>
      <Heading lead={sayPersonal('change-pin-lead')}>{sayPersonal('change-pin-title')}</Heading>
      <PersonalAttemptsLeft note={screen.note} />
      <PinChangeForm
        label={sayPersonal('change-pin-present')}
        hint={undefined}
        problem={sayPinProblem(screen.note, policy)}
        note={screen.note}
        policy={policy}
        refusal={screen.refusal}
        isBusy={isBusy}
        onPin={onPin}
        onCancel={onBack}
      />
    </>
  );
}

export interface ReplaceKeyProps {
  readonly note: PersonalNote | undefined;
  readonly policy: PinPolicy;
  readonly isBusy: boolean;
  readonly onPin: (pin: string) => void;
  readonly onBack: () => void;
}

export function ReplaceKeyScreen({ note, policy, isBusy, onPin, onBack }: ReplaceKeyProps): VNode {
  return (
    <>
      <GoBack onGo={onBack}>{sayPersonal('back')}</GoBack>
      <Heading lead={sayPersonal('replace-key-lead')}>{sayPersonal('replace-key-title')}</Heading>
      <PinForm
        policy={policy}
        attemptsLeft={undefined}
        note={note}
        label={sayPersonal('export-pin')}
        hint={sayPersonal('export-pin-hint')}
        button={sayPersonal(isBusy ? 'replace-key-working' : 'replace-key-button')}
        isBusy={isBusy}
        onPin={onPin}
      />
    </>
  );
}

export interface ExportProps {
  readonly screen: At<'export'>;
  readonly policy: PinPolicy;
  readonly isBusy: boolean;
  readonly onForm: (form: ExportForm) => void;
  readonly onPin: (pin: string) => void;
  readonly onBack: () => void;
}

/** A protected file, or plain links after a warning; the PIN once more before either. */
export function ExportScreen({ screen, policy, isBusy, onForm, onPin, onBack }: ExportProps): VNode {
  const { form, note } = screen;
  return (
    <>
      <GoBack onGo={onBack}>{sayPersonal('back')}</GoBack>
      <Heading lead={sayPersonal('export-lead')}>{sayPersonal('export-title')}</Heading>
      <RadioCards
        name="form"
        legend={sayPersonal('export-form')}
        choices={[
          { value: 'sealed', label: sayPersonal('export-sealed'), hint: sayPersonal('export-sealed-hint') },
          { value: 'plain', label: sayPersonal('export-plain'), hint: sayPersonal('export-plain-hint') },
        ]}
        value={form}
        onChange={(value) => {
          onForm(value === 'plain' ? 'plain' : 'sealed');
        }}
      />
      {form === 'plain' ? (
        <Notice kind="danger" title={sayPersonal('export-plain-warning-title')} live="polite">
          <p>{sayPersonal('export-plain-warning')}</p>
        </Notice>
      ) : null}
      <PinForm
        policy={policy}
        attemptsLeft={undefined}
        note={note}
        label={sayPersonal('export-pin')}
        hint={sayPersonal('export-pin-hint')}
        button={sayPersonal(isBusy ? 'export-working' : `export-${form}-button`)}
        isBusy={isBusy}
        onPin={onPin}
      />
      <p class="actions">
        <Button type="button" kind="quiet" onClick={onBack}>
          {sayPersonal('cancel')}
        </Button>
      </p>
    </>
  );
}
