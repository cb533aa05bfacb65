import type { VNode } from 'preact';
import { useLanguage } from '../messages/language.tsx';
import { CopyButton } from './code-display.tsx';

export interface CodeListProps {
  /** As typed: in groups, with spaces between them. */
  readonly codes: readonly string[];
  readonly label: string;
}

/** Many codes to keep, in a list that prints: copied as lines of text. */
export function CodeList({ codes, label }: CodeListProps): VNode {
  const { words } = useLanguage();
  return (
    <div class="code-list">
      <ol aria-label={label}>
        {codes.map((code) => (
          <li key={code}>
            <data class="code" dir="ltr" value={code.replaceAll(' ', '')}>
              {code}
            </data>
          </li>
        ))}
      </ol>
      <div class="code-list-acts">
        <CopyButton text={codes.join('\n')} label={label} />
        <span class="copy needs-script">
          <button class="button button-secondary" type="button" data-print>
            {words('print')}
          </button>
        </span>
      </div>
    </div>
  );
}
