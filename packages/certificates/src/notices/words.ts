import type { Instant } from '@sallyport/platform';
import type { CaDeadline } from '../authority/deadlines.ts';
import type { CertificateEventKind } from '../schema.ts';

/** The English words of every mail of this room. Another language is another file with the same exports. */

export interface ToldInWords {
  /** The first name of the certificate, and how many more there are. */
  readonly name: string;
  readonly what: CertificateEventKind;
  /** Who did it; undefined: the machine. */
  readonly by: string | undefined;
  readonly note: string;
  readonly notAfter: Instant | undefined;
}

const by = (name: string | undefined): string => (name === undefined ? '' : ` by ${name}`);
const because = (note: string): string => (note === '' ? '' : ` In their words: ${note}`);

interface Words {
  readonly subject: (told: ToldInWords) => string;
  readonly happened: (told: ToldInWords) => string;
}

const WAITS: Words = {
  subject: ({ name }) => `A request waits for your word: ${name}`,
  happened: ({ name }) => `A certificate for ${name} was asked for, and waits for approvers to agree.`,
};

/** Those of which nobody is told by mail have no words. */
const WORDS: Readonly<Partial<Record<CertificateEventKind, Words>>> = {
  asked: WAITS,
  'names-proven': WAITS,
  declined: {
    subject: ({ name }) => `Declined: ${name}`,
    happened: ({ name, by: who, note }) => `The request of a certificate for ${name} was declined${by(who)}.${because(note)}`,
  },
  issued: {
    subject: ({ name }) => `Issued: ${name}`,
    happened: ({ name, notAfter }) => `The certificate for ${name} was issued, and is ready to be downloaded.${until(notAfter)}`,
  },
  failed: {
    subject: ({ name }) => `Could not be issued: ${name}`,
    happened: ({ name }) => `The certificate for ${name} could not be issued. Its page says why, and lets you try again.`,
  },
  ending: {
    subject: ({ name, note }) => `Ends in ${days(note)}: ${name}`,
    happened: ({ name, note, notAfter }) =>
      `The certificate for ${name} ends in ${days(note)}${notAfter === undefined ? '' : `, on ${whenValue(notAfter)}`}, and nothing has taken its place yet. Renew it in time, or stop managing it if nobody needs it any more.`,
  },
  'revocation-asked': {
    subject: ({ name }) => `To be revoked: ${name}`,
    happened: ({ name, by: who }) =>
      `The revocation of the certificate for ${name} was asked for${by(who)}, and waits for approvers to agree. Until then it is good.`,
  },
  'revocation-declined': {
    subject: ({ name }) => `Not revoked: ${name}`,
    happened: ({ name, by: who, note }) =>
      `The revocation of the certificate for ${name} was declined${by(who)}, so it stays good.${because(note)}`,
  },
  revoked: {
    subject: ({ name }) => `Revoked: ${name}`,
    happened: ({ name, by: who }) => `The certificate for ${name} was revoked${by(who)}. Nobody should rely on it any more.`,
  },
  deactivated: {
    subject: ({ name }) => `No longer managed: ${name}`,
    happened: ({ name, by: who }) =>
      `The certificate for ${name} was taken out of management${by(who)}. It works until its end, and nobody is told of that.`,
  },
};

function days(note: string): string {
  return note === '1' ? 'one day' : `${note} days`;
}

function until(notAfter: Instant | undefined): string {
  return notAfter === undefined ? '' : ` It is good until ${whenValue(notAfter)}.`;
}

/** Made once: to make one takes longer than to write a mail. */
const MOMENT = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });

function whenValue(at: Instant): string {
  return `${MOMENT.format(at)} UTC`;
}

export const words = {
  subject: (told: ToldInWords): string | undefined => WORDS[told.what]?.subject(told),
  happened: (told: ToldInWords): string | undefined => WORDS[told.what]?.happened(told),
  several: (count: number): string => `${String(count)} things about your certificates`,
  digest: (count: number): string =>
    count === 1 ? 'Your certificates: one thing today' : `Your certificates: ${String(count)} things today`,
  more: (count: number): string => `And ${String(count)} more, which the list of certificates shows.`,
  hello: (name: string): string => `Hello ${name},`,
  page: 'Open its page',
  list: 'Open the list of certificates',
  choose: 'Choose what you are told',
  notYours: 'If you did not expect this, tell the administrators of your organisation’s certificates before you do anything else.',
  addressGiven: 'You get this because somebody has written your address down with the certificate. Whoever asked for it can take it out.',
  regards: (issuer: string): string => issuer,
  operator: (deadline: CaDeadline, now: Instant): { readonly title: string; readonly paragraphs: readonly string[] } => {
    const { about, authorityId, name, endsAt } = deadline;
    const end = endsAt === undefined ? '' : whenValue(endsAt);
    if (about === 'issuing') {
      return {
        title: `The CA ${authorityId} ends soon`,
        paragraphs: [
          `The CA that issues, ${authorityId} (${name}), ends on ${end}. No certificate outlives it, so lifetimes shorten from now on.`,
          'Make the next one: “sallyport ca roll-issuing --yes”, or in a ceremony where its root is offline. What the old one issued stays good.',
        ],
      };
    }
    const isOver = endsAt !== undefined && now > endsAt;
    const state = endsAt === undefined ? 'has no list yet' : isOver ? `has a list that ended on ${end}` : `has a list that ends on ${end}`;
    return {
      title:
        isOver || endsAt === undefined ? `The root ${authorityId} has no list in force` : `The list of the root ${authorityId} ends soon`,
      paragraphs: [
        `The offline root ${authorityId} (${name}) ${state}. Without one in force, whoever checks lists strictly accepts nothing below this root.`,
        'Sign the next one in a ceremony (“sallyport ca sign-list”) and bring it in here (“sallyport ca import-list”).',
      ],
    };
  },
};
