import type { VNode } from 'preact';
import { useLanguage } from '../messages/language.tsx';
import { codeLength, codeShape, cutIntoGroups } from './code-kinds.ts';
import type { CodeKind, GroupCount } from './code-kinds.ts';

export interface CodeDisplayProps {
  /** The code, with or without spaces between its groups. */
  readonly code: string;
  readonly kind: CodeKind;
  readonly groupCount?: GroupCount;
  /** What it is called: "PIN Reset Code". */
  readonly label: string;
  readonly size?: 'medium' | 'large';
  /** A button that copies it (by script). On unless told. */
  readonly copyable?: boolean;
}

/** A code to read, select and copy: in groups, in the mono face, spoken group by group and digit by digit. */
export function CodeDisplay({ code, kind, groupCount = 4, label, size = 'large', copyable = true }: CodeDisplayProps): VNode {
  const { words } = useLanguage();
  const digits = code.replace(/\s/g, '');
  const shape = codeShape(kind, groupCount);
  const groups = cutIntoGroups(digits, shape);
  const spoken = groups.map((group, index) =>
    words('code-group-spoken', { group: index + 1, groups: groups.length, digits: Array.from(group).join(' ') }),
  );
  return (
    <div class={`code-display code-display-${size} code-length-${codeLength(shape)}`}>
      <p class="code-display-label">{label}</p>
      <p class="code-display-code">
        <data class="code" dir="ltr" value={digits} aria-hidden="true">
          {groups.map((group, index) => [
            index === 0 ? null : ' ',
            <span key={index} class="code-group">
              {group}
            </span>,
          ])}
        </data>
        <span class="visually-hidden">{spoken.join(' ')}</span>
      </p>
      {copyable ? <CopyButton text={groups.join(' ')} label={label} /> : null}
    </div>
  );
}

export interface CopyButtonProps {
  readonly text: string;
  /** What is copied, for those who do not see what stands beside the button. */
  readonly label: string;
}

/** Copies a text and says so. Shown only where the scripts run. */
export function CopyButton({ text, label }: CopyButtonProps): VNode {
  const { words } = useLanguage();
  return (
    <span class="copy needs-script">
      <button
        class="button button-secondary"
        type="button"
        data-copy={text}
        data-copied={words('copied')}
        data-failed={words('copy-failed')}
      >
        {words('copy')}
        <span class="visually-hidden"> {label}</span>
      </button>
      <span class="copy-status" role="status" />
    </span>
  );
}
