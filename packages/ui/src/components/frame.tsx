import type { ComponentChildren, VNode } from 'preact';
import { useLanguage } from '../messages/language.tsx';
import { type OpenDoors, TwoDoors } from './two-doors.tsx';

export interface FrameProps {
  /** Which part of Sallyport this is: Federation, Self-Administration, … */
  readonly part: string;
  /** Where the mark leads; `/` unless told. */
  readonly home?: string;
  /** How many doors the mark in the header shows open: the assurance level of the session. */
  readonly doors?: OpenDoors;
  /** `reading` (the default) for one job in one column, `wide` for dashboards and tables. */
  readonly width?: 'reading' | 'wide';
  /** Who is signed in, and where. */
  readonly whereabouts?: VNode | null;
  readonly navigation?: VNode | null;
  readonly foot?: VNode;
  readonly children: ComponentChildren;
}

/** What every page stands in, for apps that draw in the browser and have nothing around their pages but the mark. */
export function Frame({ part, home = '/', doors = 0, width = 'reading', whereabouts, navigation, foot, children }: FrameProps): VNode {
  const { words } = useLanguage();
  return (
    <div class="shell">
      <a class="skip-link" href="#content">
        {words('skip-to-content')}
      </a>
      <header class="masthead">
        <div class="masthead-row">
          <a class="brand" href={home}>
            <TwoDoors open={doors} />
            <span class="brand-name">Sallyport</span>
            <span class="brand-part">{part}</span>
          </a>
          {whereabouts}
        </div>
        {navigation}
      </header>
      <main id="content" class={`content content-${width}`} tabIndex={-1}>
        {children}
      </main>
      <footer class="colophon">{foot}</footer>
    </div>
  );
}
