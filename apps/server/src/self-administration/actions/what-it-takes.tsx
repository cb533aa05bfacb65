import type { ActionProof, ProofWay, RepairAction } from '@sallyport/identity';
import { Notice } from '@sallyport/ui';
import type { ComponentChildren, VNode } from 'preact';
import { PATHS } from '../paths.ts';
import type { SelfAdministrationParts } from '../self-administration-parts.ts';

/** What an action takes of its reader, in words; each sentence stands for what `repair/action-proof.ts` decided. */
export function takesInWords(parts: SelfAdministrationParts, takes: ActionProof): string {
  const { messages } = parts;
  const asked = takes.asks === undefined ? [] : [messages(`takesAsked.${takes.asks}`)];
  return [...proofInWords(parts, takes), ...asked].join(' ');
}

function proofInWords(parts: SelfAdministrationParts, takes: ActionProof): readonly string[] {
  const { messages } = parts;
  switch (takes.kind) {
    case 'given':
      return [messages('takesGiven')];
    case 'waits': {
      const wait = messages('takesWait', { hours: Math.round(takes.delayMs / 3_600_000) });
      return takes.atOnceBy.length === 0 ? [wait] : [wait, messages('takesAtOnce', { ways: waysInWords(parts, takes.atOnceBy) })];
    }
    case 'missing': {
      if (takes.ways.length === 0) return [nothingInWords(parts, takes.notSetUp)];
      const ways = waysInWords(parts, takes.ways);
      return [takes.first === 'sign-in' ? messages('takesSignIn', { ways }) : messages('takesMissing', { ways })];
    }
  }
}

function nothingInWords(parts: SelfAdministrationParts, notSetUp: readonly ProofWay[] = []): string {
  const { messages } = parts;
  return notSetUp.length === 0 ? messages('takesNothing') : messages('takesNotSetUp', { ways: waysInWords(parts, notSetUp) });
}

function waysInWords({ messages, frame }: SelfAdministrationParts, ways: readonly ProofWay[]): string {
  const words = ways.map((way) => messages(`takesWay.${way}`));
  return new Intl.ListFormat(frame.language.locale, { type: 'disjunction' }).format(words);
}

interface WhatItTakesProps {
  readonly parts: SelfAdministrationParts;
  readonly action: RepairAction;
  readonly takes: ActionProof;
  /** In place of *What this takes*. */
  readonly title?: string;
  /** What is said before it. */
  readonly children?: ComponentChildren;
}

/** The same on the first page of an action: a quiet line for whoever has proved enough, else a notice with the way to what is missing. */
export function WhatItTakes({ parts, action, takes, title, children }: WhatItTakesProps): VNode {
  const { messages } = parts;
  if (takes.kind === 'given') return <p class="quiet">{takesInWords(parts, takes)}</p>;
  const isMissing = takes.kind === 'missing' && takes.ways.length > 0;
  return (
    <Notice title={title ?? messages('takesTitle')}>
      {children}
      <p>{takesInWords(parts, takes)}</p>
      {isMissing ? (
        <p>
          <a href={moreFor(action)}>{messages('takesGiveIt')}</a>
        </p>
      ) : null}
      {takes.kind === 'missing' && !isMissing ? (
        <p>
          <a href={PATHS.support}>{messages('supportTitle')}</a>
        </p>
      ) : null}
    </Notice>
  );
}

/** The one door to a stronger proof, from whichever page. */
export function moreFor(action: RepairAction): string {
  return `${PATHS.proveMore}?for=${action}`;
}
