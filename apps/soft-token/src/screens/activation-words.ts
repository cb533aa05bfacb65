import type { CodeRefusal } from '@sallyport/protocol';
import type { ActivationFailure } from '@sallyport/token-client';
import { formatDuration } from '@sallyport/ui';
import type { LinkProblem } from '../app/model.ts';
import { sayOfActivation } from '../messages/activation-english.ts';

/** What happened on the way to a token, in the words of the catalogue. A failure without words does not compile: keys are made of its code. */

export function sayLinkProblem(problem: LinkProblem): string {
  return sayOfActivation(`problem-${problem}`);
}

export function sayActivationFailure(failure: ActivationFailure): string {
  if (failure.code === 'link-of-another-app') return sayOfActivation('activation-link-of-another-app', { origin: failure.origin });
  if (failure.code === 'rate-limited')
    return sayOfActivation('activation-rate-limited', { time: formatDuration(failure.waitSeconds, 'en') });
  if (failure.code === 'code-malformed') return sayActivationCodeRefusal(failure.because);
  if (failure.code === 'already-here') return sayOfActivation('activation-already-here', { serial: failure.serial });
  return sayOfActivation(`activation-${failure.code}`);
}

function sayActivationCodeRefusal(refusal: CodeRefusal): string {
  if (refusal.code === 'CODE_LENGTH')
    return sayOfActivation('activation-code-length', { expected: refusal.expected, typed: refusal.typed });
  if (refusal.code === 'CODE_WRONG_KIND') return sayOfActivation('activation-code-wrong-kind');
  return sayOfActivation('activation-code-typo', {
    count: refusal.groups.length,
    groups: new Intl.ListFormat('en').format(refusal.groups.map(String)),
  });
}
