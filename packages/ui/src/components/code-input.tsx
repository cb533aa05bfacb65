import type { ComponentChildren, VNode } from 'preact';
import { useLanguage } from '../messages/language.tsx';
import { codeLength, codeShape } from './code-kinds.ts';
import type { CodeKind, CodeShape, GroupCount } from './code-kinds.ts';
import { given } from './given.ts';
import { FieldFrame, fieldAria } from './field-frame.tsx';

interface CodeInputBase {
  readonly name: string;
  readonly label: string;
  readonly id?: string;
  readonly hint?: ComponentChildren;
  readonly error?: string;
  /** The groups found wrong, counted from 1: marked at once, before any script runs. */
  readonly badGroups?: readonly number[];
  /** What to say about a code that is whole but of another kind: "This is a PIN Reset Code. The unlock code comes from the portal." */
  readonly otherKinds?: Partial<Readonly<Record<'prc' | 'unl' | 'act' | 'reg', string>>>;
  /** The key of a `#key=value` fragment a script moves into this field. */
  readonly fragmentKey?: string;
  readonly autoFocus?: boolean;
  readonly disabled?: boolean;
  /** For apps that draw in the browser: what stands in the input, as typed. */
  readonly onInput?: (value: string) => void;
}

/** One-time passwords have no `value`: a secret that was typed is never sent back. */
export type CodeInputProps = CodeInputBase &
  (
    | { readonly kind: 'otp' | 'otp6'; readonly value?: never; readonly groupCount?: never }
    | { readonly kind: 'prc' | 'act' | 'reg' | 'rec' | 'tmp'; readonly value?: string; readonly groupCount?: never }
    | { readonly kind: 'unl'; readonly value?: string; readonly groupCount?: GroupCount }
  );

/**
 * One real input for a code, in any format one may type or paste it. With the scripts the digits fall into groups as they are typed, and a
 * wrong group is named before anything is sent; without them the same input is sent as it is and the server says which group is wrong.
 */
export function CodeInput(props: CodeInputProps): VNode {
  const { words } = useLanguage();
  const { name, id = name, kind, label, error, badGroups = [], otherKinds = {}, onInput } = props;
  const shape = codeShape(kind, props.groupCount);
  const hint = (
    <>
      {props.hint} {shapeInWords(shape, words)}
    </>
  );
  return (
    <FieldFrame id={id} label={label} {...given({ hint, error })}>
      <div
        class={`code-input code-length-${codeLength(shape)}`}
        data-code-kind={kind}
        data-code-groups={shape.groups.join(' ') || undefined}
        {...Object.fromEntries(Object.entries(otherKinds).map(([other, message]) => [`data-other-${other}`, message]))}
      >
        <div class="code-input-box">
          <input
            class="input code-input-field"
            id={id}
            name={name}
            type="text"
            dir="ltr"
            inputMode="numeric"
            autoComplete={isOneTimePassword(kind) ? 'one-time-code' : 'off'}
            autoFocus={props.autoFocus}
            disabled={props.disabled}
            spellcheck={false}
            value={props.value}
            data-fragment={props.fragmentKey}
            onInput={onInput && ((event) => onInput(event.currentTarget.value))}
            {...fieldAria({ id, hint, error })}
          />
          <span class="code-input-groups" aria-hidden="true">
            {shape.groups.map((size, index) => (
              <span
                key={index}
                class={`code-input-group of-${size}`}
                data-state={badGroups.includes(index + 1) ? 'bad' : 'empty'}
                data-wrong={words('code-group-wrong', { group: index + 1 })}
              />
            ))}
          </span>
        </div>
      </div>
      {shape.checked ? <p class="code-input-status" role="status" data-code-status data-complete={words('code-complete')} /> : null}
    </FieldFrame>
  );
}

function isOneTimePassword(kind: CodeKind): boolean {
  return kind === 'otp' || kind === 'otp6';
}

function shapeInWords(shape: CodeShape, words: ReturnType<typeof useLanguage>['words']): string {
  if (shape.least !== shape.most) return words('code-digits-between', { least: shape.least, most: shape.most });
  if (!shape.checked) return words('code-digits', { digits: shape.least });
  return words('code-shape', { digits: shape.least, groups: shape.groups.length });
}
