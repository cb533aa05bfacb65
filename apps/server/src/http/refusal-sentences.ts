import type { Refusal, RefusalCode } from '@sallyport/identity';
import type { Clock } from '@sallyport/platform';
import type { CodeKind } from '@sallyport/protocol';
import { createMessages, formatDuration, type Language, type Messages } from '@sallyport/ui';
import { codeFaultMessages, refusalMessages } from './refusal.messages.ts';

export interface RefusalSpeaker {
  /** The sentence for the person, by what the refusal may tell. */
  sentence(refusal: Refusal): string;
}

export function createRefusalSpeaker(input: { readonly language: Language; readonly clock: Clock }): RefusalSpeaker {
  const { language, clock } = input;
  const say = createMessages<Readonly<Record<string, string>>>(refusalMessages, language.locale);
  const sayCodeFault = createMessages<typeof codeFaultMessages>(codeFaultMessages, language.locale);
  return {
    sentence: (refusal) => {
      const { details } = refusal;
      const waitSeconds = details.until === undefined ? 60 : Math.ceil((details.until - clock.now()) / 1000);
      return say(refusal.message, {
        left: details.left ?? 1,
        limit: details.limit ?? 6,
        wait: formatDuration(Math.max(1, waitSeconds), language.locale),
        groups: codeFault(refusal, { say: sayCodeFault, locale: language.locale }),
      });
    },
  };
}

function codeFault(
  { code, details }: Refusal,
  speech: { readonly say: Messages<typeof codeFaultMessages>; readonly locale: string },
): string {
  const { say, locale } = speech;
  const wanted = KIND_ARGUMENTS[WANTED_KINDS[code] ?? 'pin-reset'];
  if (details.wrongKind !== undefined) return say('wrong-kind', { kind: KIND_ARGUMENTS[details.wrongKind], wanted });
  if (details.digits !== undefined) return say('digits', { ...details.digits, wanted });
  const groups = (details.groups ?? []).map(String);
  return say('groups', { count: groups.length, list: new Intl.ListFormat(locale, { type: 'conjunction' }).format(groups) });
}

/** The code that the field was for. */
const WANTED_KINDS: Partial<Readonly<Record<RefusalCode, CodeKind>>> = {
  'registration-code-typo': 'registration',
  'recovery-code-typo': 'recovery',
  'temporary-access-code-typo': 'temporary-access',
};

/** The catalogue's names: an ICU `select` takes no hyphen. */
const KIND_ARGUMENTS = {
  'pin-reset': 'pinReset',
  registration: 'registration',
  activation: 'activation',
  unlock: 'unlock',
  recovery: 'recovery',
  'temporary-access': 'temporaryAccess',
} as const satisfies Record<CodeKind, string>;
