import type { ComponentChildren, VNode } from 'preact';
import { useLanguage } from '../messages/language.tsx';

export interface HeadingProps {
  /** The one `h1` of the page. */
  readonly children: ComponentChildren;
  /** A short line above it that says where one is. */
  readonly caption?: string;
  /** One or two sentences below it that say what this page is for. */
  readonly lead?: ComponentChildren;
}

export function Heading({ children, caption, lead }: HeadingProps): VNode {
  return (
    <div class="heading">
      {caption ? <p class="heading-caption">{caption}</p> : null}
      <h1>{children}</h1>
      {lead ? <p class="lead">{lead}</p> : null}
    </div>
  );
}

export interface BackLinkProps {
  readonly href: string;
  /** "Back" unless told. */
  readonly children?: ComponentChildren;
}

/** Always the first thing on a page of a journey. */
export function BackLink({ href, children }: BackLinkProps): VNode {
  const { words } = useLanguage();
  return (
    <p class="back">
      <a href={href}>{children ?? words('back')}</a>
    </p>
  );
}
