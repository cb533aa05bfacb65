import { type CertificateId, type ListedCertificate, type Refusal } from '@sallyport/certificates';
import { Actions, BackLink, ButtonLink, Heading, type LinkItem, type PageError } from '@sallyport/ui';
import type { VNode } from 'preact';
import { framed, type FramedPage } from '../http/page.tsx';
import { PATHS } from './paths.ts';
import type { PortalParts, PortalPerson } from './portal-parts.ts';

/** Who the page is for, and the section of the navigation it lies in. */
export interface PersonalFrame {
  readonly person: PortalPerson;
  readonly section: string;
}

export function personalPage(parts: PortalParts, { person, section }: PersonalFrame, page: FramedPage): VNode {
  const { messages } = parts;
  const nav: readonly LinkItem[] = [
    { href: PATHS.dashboard, label: messages('navDashboard') },
    { href: PATHS.inventory, label: messages('navInventory') },
    { href: PATHS.approvals, label: messages('navApprovals') },
    { href: PATHS.domains, label: messages('navDomains') },
    { href: PATHS.organisation, label: messages('navOrganisation') },
    { href: PATHS.people, label: messages('navPeople') },
    { href: PATHS.settings, label: messages('navSettings') },
  ];
  return framed(parts.frame, {
    organisation: person.organisation,
    person: { name: person.name, signOut: { action: PATHS.signOut } },
    doors: person.level,
    nav: nav.map((item) => ({ ...item, current: item.href === section })),
    ...page,
  });
}

/** A page below another one: the way back to that, what the page is called and what it is for, and then what it holds. */
export function pageBelow(
  parts: PortalParts,
  { back, ...frame }: PersonalFrame & { readonly back: string },
  { lead, children, ...page }: FramedPage & { readonly lead: string },
): VNode {
  return personalPage(parts, frame, {
    ...page,
    children: (
      <>
        <BackLink href={back} />
        <Heading lead={lead}>{page.title}</Heading>
        {children}
      </>
    ),
  });
}

/** A page that says one thing and leads on. */
export function wordPage(
  parts: PortalParts,
  words: { readonly title: string; readonly lead: string; readonly action: { readonly href: string; readonly label: string } },
): VNode {
  return framed(parts.frame, { title: words.title, children: <Word {...words} /> });
}

/** Where one goes on from what is refused, if not from the beginning. */
const ON_FROM: Readonly<Partial<Record<Refusal['code'], { readonly href: string; readonly label: 'toInventory' | 'toDomains' }>>> = {
  'nothing-chosen': { href: PATHS.inventory, label: 'toInventory' },
  'too-many-chosen': { href: PATHS.inventory, label: 'toInventory' },
  'report-not-found': { href: PATHS.inventory, label: 'toInventory' },
  'view-not-found': { href: PATHS.inventory, label: 'toInventory' },
  'domain-not-found': { href: PATHS.domains, label: 'toDomains' },
};

/** What was refused as a whole: there is nothing to correct here, and a way on. */
export function refusalPage(parts: PortalParts, person: PortalPerson, refusal: Refusal): VNode {
  const { href, label } = ON_FROM[refusal.code] ?? { href: PATHS.dashboard, label: 'toDashboard' };
  const action = { href, label: parts.messages(label) };
  return personalWord(parts, person, { title: parts.messages('refusedTitle'), lead: parts.refusals.sentence(refusal), action });
}

/** What an address may name, and the list in which it would be. */
export type Named = 'certificate' | 'domain';

const LISTS = {
  certificate: { href: PATHS.inventory, label: 'toInventory' },
  domain: { href: PATHS.domains, label: 'toDomains' },
} as const satisfies Record<Named, unknown>;

/** Malformed, unknown, or of another organisation: one page for all three. */
export function notTherePage(parts: PortalParts, person: PortalPerson, named: Named): VNode {
  const { messages } = parts;
  const { href, label } = LISTS[named];
  const words = { title: messages(`notThereTitle.${named}`), lead: messages(`notThereLead.${named}`) };
  return personalWord(parts, person, { ...words, action: { href, label: messages(label) } });
}

function personalWord(parts: PortalParts, person: PortalPerson, words: Parameters<typeof Word>[0]): VNode {
  return personalPage(parts, { person, section: '' }, { title: words.title, children: <Word {...words} /> });
}

function Word(words: {
  readonly title: string;
  readonly lead: string;
  readonly action: { readonly href: string; readonly label: string };
}): VNode {
  return (
    <>
      <Heading lead={words.lead}>{words.title}</Heading>
      <Actions>
        <ButtonLink href={words.action.href}>{words.action.label}</ButtonLink>
      </Actions>
    </>
  );
}

/** The refusal as a page with a form shows it: its sentence, at the field it is about. */
export function errorsOf(
  parts: PortalParts,
  refusal: Refusal | undefined,
  fieldOf: (code: Refusal['code']) => string | undefined,
): readonly PageError[] {
  if (refusal === undefined) return [];
  const field = fieldOf(refusal.code);
  return [{ message: parts.refusals.sentence(refusal), ...(field === undefined ? {} : { field }) }];
}

/** How a certificate is called in a list and in a heading: by its first name. */
export function nameOf({ names, certificateId }: Pick<ListedCertificate, 'names'> & { readonly certificateId: CertificateId }): string {
  return names[0] ?? certificateId;
}
