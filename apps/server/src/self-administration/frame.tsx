import type { PageError } from '@sallyport/ui';
import { Actions, ButtonLink, Heading } from '@sallyport/ui';
import type { VNode } from 'preact';
import { framed, type FramedPage } from '../http/page.tsx';
import { hasSecondProof } from './doors.ts';
import { PATHS } from './paths.ts';
import type { Person, SelfAdministrationParts } from './self-administration-parts.ts';

/** A page of somebody who is signed in; the mark shows one open door here, for proofs of one kind never open the second. */
export function personalPage(parts: SelfAdministrationParts, person: Person, page: FramedPage): VNode {
  return framed(parts.frame, {
    doors: 1,
    person: { name: person.name, signOut: { action: PATHS.signOut } },
    ...(hasSecondProof(parts, person) ? { nav: navigation(parts) } : {}),
    ...page,
  });
}

function navigation({ messages }: SelfAdministrationParts) {
  return [
    { href: PATHS.actions, label: messages('actionsHeading') },
    { href: PATHS.recoveryCodes, label: messages('recoveryCodesTitle') },
    { href: PATHS.addresses, label: messages('addressesTitle') },
    { href: PATHS.sessions, label: messages('sessionsTitle') },
    { href: PATHS.activity, label: messages('activityTitle') },
    { href: PATHS.waiting, label: messages('waitingTitle') },
  ];
}

export function errorOn(field: string, message: string | undefined): readonly PageError[] {
  return message === undefined ? [] : [{ field, message }];
}

/** A page that says one thing and leads on. */
export function wordPage(
  parts: SelfAdministrationParts,
  words: { readonly title: string; readonly lead: string; readonly action: { readonly href: string; readonly label: string } },
): VNode {
  return framed(parts.frame, {
    title: words.title,
    children: (
      <>
        <Heading lead={words.lead}>{words.title}</Heading>
        <Actions>
          <ButtonLink href={words.action.href}>{words.action.label}</ButtonLink>
        </Actions>
      </>
    ),
  });
}
