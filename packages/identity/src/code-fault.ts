import type { CodeRefusal } from '@sallyport/protocol';
import type { RefusalDetails } from './refusals.ts';

/** What the person may be told of a code that does not hold together: which groups, which other kind it is, or how many digits it should have. */
export function codeFault(refusal: CodeRefusal): RefusalDetails {
  switch (refusal.code) {
    case 'CODE_TYPO':
      return { groups: refusal.groups };
    case 'CODE_WRONG_KIND':
      return { wrongKind: refusal.kind };
    case 'CODE_LENGTH':
      return { digits: { expected: refusal.expected, found: refusal.typed } };
  }
}
