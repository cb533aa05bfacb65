import type { VNode } from 'preact';
import { LanguageProvider, useLanguage } from '../messages/language.tsx';
import type { Language } from '../messages/language.tsx';
import { Frame, type FrameProps } from './frame.tsx';

export interface LinkItem {
  readonly href: string;
  readonly label: string;
  /** True for the page one is on, or the section it lies in. */
  readonly current?: boolean;
}

export interface PageAssets {
  readonly stylesheet: string;
  /** Module scripts; a page must work without them. */
  readonly scripts?: readonly string[];
  readonly icon?: string;
  /** Font files worth fetching with the page itself. */
  readonly fonts?: readonly string[];
}

export interface ShellProps extends Pick<FrameProps, 'part' | 'home' | 'doors' | 'width' | 'children'> {
  readonly organisation?: string;
  readonly person?: { readonly name: string; readonly signOut?: { readonly action: string; readonly label?: string } };
  readonly nav?: readonly LinkItem[];
  readonly footer?: readonly LinkItem[];
  /** One more line in the footer, for instance that this is a demonstration. */
  readonly footnote?: string;
}

export interface PageProps extends ShellProps {
  /** The words of the page's `h1`; the document's title is made of it, the part and the product. */
  readonly title: string;
  readonly language: Language;
  readonly assets: PageAssets;
  /** Puts "Error:" in front of the document's title, so that it is the first thing a screen reader says. */
  readonly hasErrors?: boolean;
  /** Keys of a `#key=value` fragment that a script keeps in this tab for a later page, where a sign-in stands in between. */
  readonly keepFragment?: readonly string[];
}

/** The whole document of a server-drawn page. Give it to `renderDocument`. */
export function Page({ title, language, assets, hasErrors = false, keepFragment, ...shell }: PageProps): VNode {
  const documentTitle = `${title} · ${shell.part} · Sallyport`;
  return (
    <LanguageProvider language={language}>
      <html lang={language.locale} dir={language.direction}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>{hasErrors ? language.words('title-with-error', { title: documentTitle }) : documentTitle}</title>
          {assets.fonts?.map((href) => (
            <link key={href} rel="preload" as="font" type="font/woff2" href={href} crossorigin="anonymous" />
          ))}
          <link rel="stylesheet" href={assets.stylesheet} />
          {assets.icon ? <link rel="icon" type="image/svg+xml" href={assets.icon} /> : null}
          {assets.scripts?.map((src) => (
            <script key={src} type="module" src={src} />
          ))}
        </head>
        <body data-keep-fragment={keepFragment?.join(' ')}>
          <Shell {...shell} />
        </body>
      </html>
    </LanguageProvider>
  );
}

/** Header, main and footer: the body of a page. */
export function Shell(props: ShellProps): VNode {
  const { words } = useLanguage();
  const { organisation, person, nav, footer, footnote, children, ...frame } = props;
  const around = {
    whereabouts:
      organisation || person ? (
        <div class="whereabouts">
          {organisation ? <p class="organisation">{organisation}</p> : null}
          {person ? <Person person={person} /> : null}
        </div>
      ) : null,
    navigation: nav?.length ? <Navigation label={words('main-navigation')} items={nav} /> : null,
    foot: (
      <>
        {footer?.length ? <Navigation label={words('footer-navigation')} items={footer} /> : null}
        {footnote ? <p>{footnote}</p> : null}
      </>
    ),
  };
  return (
    <Frame {...frame} {...around}>
      {children}
    </Frame>
  );
}

function Person({ person }: { readonly person: NonNullable<ShellProps['person']> }): VNode {
  const { words } = useLanguage();
  return (
    <div class="person">
      <p>
        <span class="visually-hidden">{words('signed-in-as')} </span>
        <span class="person-name">{person.name}</span>
      </p>
      {person.signOut ? (
        <form method="post" action={person.signOut.action}>
          <button class="button button-quiet" type="submit">
            {person.signOut.label ?? words('sign-out')}
          </button>
        </form>
      ) : null}
    </div>
  );
}

function Navigation({ label, items }: { readonly label: string; readonly items: readonly LinkItem[] }): VNode {
  return (
    <nav class="navigation" aria-label={label}>
      <ul>
        {items.map((item) => (
          <li key={item.href}>
            <a href={item.href} {...(item.current ? { 'aria-current': 'page' as const } : {})}>
              {item.label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
