import { createContext } from 'preact';
import type { ComponentChildren, VNode } from 'preact';
import { useContext } from 'preact/hooks';
import { createMessages } from './messages.ts';
import type { Messages } from './messages.ts';
import { englishWords } from './words.ts';
import type { UiCatalogue, UiWords } from './words.ts';

/** In which language, direction and time zone components speak. */
export interface Language {
  /** A BCP 47 tag, e.g. `en` or `de-AT`. */
  readonly locale: string;
  readonly direction: 'ltr' | 'rtl';
  /** An IANA name; `UTC` unless told. */
  readonly timeZone: string;
  readonly words: Messages<UiCatalogue>;
}

export interface LanguageOptions {
  readonly locale: string;
  readonly timeZone?: string;
  /** The form kit's words in that language; English unless given. */
  readonly words?: UiWords;
}

// Intl.Locale#getTextInfo is not in every engine we meet; the scripts written from right to left are a short, settled list.
const RIGHT_TO_LEFT = new Set(['ar', 'arc', 'ckb', 'dv', 'fa', 'he', 'ku', 'ps', 'sd', 'ug', 'ur', 'yi']);

export function createLanguage({ locale, timeZone = 'UTC', words = englishWords }: LanguageOptions): Language {
  return { locale, timeZone, direction: directionOf(locale), words: createMessages<UiCatalogue>(words, locale) };
}

const english = createLanguage({ locale: 'en' });
const LanguageContext = createContext<Language>(english);

/** Everything inside speaks this language. `Page` does this by itself; the soft token wraps its root. */
export function LanguageProvider(props: { readonly language: Language; readonly children?: ComponentChildren }): VNode {
  return <LanguageContext.Provider value={props.language}>{props.children}</LanguageContext.Provider>;
}

export function useLanguage(): Language {
  return useContext(LanguageContext);
}

function directionOf(locale: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.has(new Intl.Locale(locale).language) ? 'rtl' : 'ltr';
}
