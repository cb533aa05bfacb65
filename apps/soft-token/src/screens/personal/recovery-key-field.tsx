import { inspectRecoveryKey, type RecoveryKeyInspection } from '@sallyport/protocol/personal-vault';
import type { VNode } from 'preact';
import { sayPersonal } from '../../messages/personal-english.ts';

export interface RecoveryKeyFieldProps {
  readonly label: string;
  readonly value: string;
  readonly error: string | undefined;
  readonly onInput: (value: string) => void;
}

/** One real input for the whole key, in any format one may type or paste it; it falls into groups as it is typed, and each group is checked. */
export function RecoveryKeyField({ label, value, error, onInput }: RecoveryKeyFieldProps): VNode {
  const inspection = inspectRecoveryKey(value);
  const status = statusOf(inspection);
  const isWrong = inspection.whole === 'fails' || inspection.surplus > 0 || inspection.groups.some(({ state }) => state === 'bad');
  return (
    <div class={error === undefined ? 'field' : 'field has-error'}>
      <label class="field-label" for="recovery-key">
        {label}
      </label>
      <p class="field-hint" id="recovery-key-hint">
        {sayPersonal('recover-hint')}
      </p>
      {error === undefined ? null : (
        <p class="field-error" id="recovery-key-error">
          {error}
        </p>
      )}
      <textarea
        class="input input-code key-input"
        id="recovery-key"
        name="recovery-key"
        rows={3}
        dir="ltr"
        autoComplete="off"
        autocapitalize="characters"
        autocorrect="off"
        spellcheck={false}
        maxLength={256}
        aria-describedby={error === undefined ? 'recovery-key-hint' : 'recovery-key-hint recovery-key-error'}
        aria-invalid={error !== undefined || isWrong ? 'true' : undefined}
        value={value}
        onInput={({ currentTarget }) => {
          const isAtEnd = currentTarget.selectionStart === currentTarget.value.length;
          onInput(isAtEnd ? inGroups(currentTarget.value, value) : currentTarget.value);
        }}
      />
      <span class="key-groups" aria-hidden="true">
        {inspection.groups.map(({ state }, index) => (
          <span key={index} data-state={state} />
        ))}
      </span>
      <p class={isWrong ? 'key-status is-wrong' : 'key-status'} role="status">
        {status}
      </p>
    </div>
  );
}

/** Text that is more than a key stays as it was typed, and so does what is being taken away. */
function inGroups(typed: string, before: string): string {
  const { groups, surplus } = inspectRecoveryKey(typed);
  if (surplus > 0 || typed.length < before.length) return typed;
  return groups
    .map(({ typed: group }) => group)
    .filter(Boolean)
    .join(' ');
}

function statusOf({ groups, surplus, whole }: RecoveryKeyInspection): string {
  const bad = groups.flatMap(({ state }, index) => (state === 'bad' ? [String(index + 1)] : []));
  if (bad.length > 0) return sayPersonal('key-group-wrong', { count: bad.length, groups: new Intl.ListFormat('en').format(bad) });
  if (surplus > 0) return sayPersonal('key-too-long', { surplus });
  if (whole === 'holds') return sayPersonal('key-holds');
  if (whole === 'fails') return sayPersonal('key-check');
  return sayPersonal('key-progress', { done: groups.filter(({ state }) => state === 'good').length });
}
