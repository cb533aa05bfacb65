import { type AuditAction, findAccount, REPAIR_ACTIONS, type RepairAction } from '@sallyport/identity';
import { activateByLink, lockInHand, passwordOf, type TokenInHand, unlockInHand } from '@sallyport/protocol/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { givePassword, signInToActions } from '../../testing/journeys.ts';
import { mailsTo } from '../../testing/mails.ts';
import { answerWith, deviceFor } from '../../testing/passkeys.ts';
import { addPerson, ANSWERS, type TestPerson } from '../../testing/people.ts';
import { type RunningServer, runServer } from '../../testing/running-server.ts';
import { type Shown, Visitor } from '../../testing/visitor.ts';

/**
 * Every action of the actions page, one by one: the proof that suffices is said before, then what will happen, the act, what came of it, the notice to every address and the
 * audit event.
 */

const HOUR = 60 * 60_000;

let server: RunningServer;
let ahead = 0;
beforeAll(async () => {
  server = await runServer({ clock: { now: () => Date.now() + ahead } });
});
afterAll(() => server.stop());

const at = (path: string) => `${server.configuration.listeners['self-administration'].origin}${path}`;

interface Owner {
  readonly person: TestPerson;
  readonly hand: TokenInHand;
  readonly addresses: readonly [string, string];
}

interface Stage extends Omit<Owner, 'hand'> {
  /** Empty before there is a token. */
  readonly hand?: TokenInHand;
  readonly visitor: Visitor;
}

async function ownerOf(userName: string): Promise<Owner> {
  const home = `${userName}@home.example`;
  const person = await addPerson(server.installation.identity, userName, { alsoAt: home });
  return { person, hand: await activateByLink(person.activationLink), addresses: [`${userName}@northwind.example`, home] };
}

/** At the actions page, by password and answers. */
async function byAnswers(owner: Owner): Promise<Stage> {
  const visitor = new Visitor();
  await signInToActions(visitor, server, owner.person);
  return { ...owner, visitor };
}

/** At the actions page, by password and one-time password. */
async function byToken(owner: Owner): Promise<Stage> {
  const visitor = new Visitor();
  await visitor.open(at('/actions'));
  await givePassword(visitor, owner.person);
  await visitor.choose('One-time password');
  await visitor.press('Continue', { otp: await passwordOf(owner.hand.vault, 1) });
  return { ...owner, visitor };
}

/** At the actions page, by password and one of the recovery codes made for it. */
async function byRecoveryCode(owner: Owner): Promise<Stage> {
  const { visitor: maker } = await byToken(owner);
  await maker.open(at('/recovery-codes/make'));
  await maker.press('Yes, make my codes');
  const code = maker.page.document.querySelector('.code-list data')?.text.trim() ?? '';
  const visitor = new Visitor();
  await visitor.open(at('/actions'));
  await givePassword(visitor, owner.person);
  await visitor.choose('Recovery code');
  await visitor.press('Continue', { code });
  return { ...owner, visitor };
}

async function suspended(): Promise<Stage> {
  const owner = await ownerOf('act.suspended');
  const { visitor } = await byAnswers(owner);
  const code = await lockInHand(owner.hand);
  await visitor.open(at('/soft-token/unlock/pin-reset-code'));
  await visitor.press('Continue', { code });
  const { vault } = await unlockInHand(owner.hand, codeOn(visitor));
  ahead += 25 * HOUR;
  owner.hand.device.clock.advance(25 * HOUR);
  return byAnswers({ ...owner, hand: { ...owner.hand, vault } });
}

async function withoutToken(): Promise<Stage> {
  const addresses = ['act.set.up@northwind.example', 'act.set.up@home.example'] as const;
  const person = await addPerson(server.installation.identity, 'act.set.up', { alsoAt: addresses[1] });
  const visitor = new Visitor();
  await signInToActions(visitor, server, person);
  return { person, addresses, visitor };
}

function inHand(hand: TokenInHand | undefined): TokenInHand {
  return hand ?? expect.unreachable('no token');
}

function codeOn({ page }: Visitor): string {
  return page.document.querySelector('.code-display data')?.getAttribute('value') ?? '';
}

async function activateThere({ visitor }: Stage): Promise<void> {
  const link = visitor.page.document.querySelector('a[target=_blank][href*="#"]')?.getAttribute('href') ?? '';
  await activateByLink(link);
}

/** Follows the first link to this page. */
function follow(visitor: Visitor, path: string): Promise<Shown> {
  const href = visitor.page.document.querySelector(`a[href^="${path}"]`)?.getAttribute('href');
  return visitor.open(new URL(href ?? expect.unreachable(`no link to ${path}`), visitor.page.url));
}

interface Scene {
  readonly link: string;
  readonly stage: () => Promise<Stage>;
  /** What the actions page says it takes. */
  readonly takes: string;
  /** From its first page to the one with the button; nothing where the first has it. */
  readonly lead?: (stage: Stage) => Promise<unknown>;
  /** On the page with the button: its heading, and what will happen. */
  readonly confirm: readonly [heading: string, says: string];
  readonly act: (stage: Stage) => Promise<unknown>;
  /** On the page after it. */
  readonly result: readonly [heading: string, says: string];
  readonly audited: AuditAction | 'nothing, for nothing was done';
  /** With the page that answers "this was not me", unless everything is frozen already. */
  readonly told: 'every address' | 'every address, of what is frozen' | 'nobody, for no credential changed';
}

const SUFFICES = 'What you have proved suffices.';

const SCENES: Readonly<Record<RepairAction, Scene>> = {
  'unlock-soft-token': {
    link: 'My Soft Token application is locked',
    stage: async () => byAnswers(await ownerOf('act.locked')),
    takes: `${SUFFICES} You are asked for the PIN Reset Code that the token shows.`,
    confirm: ['Unlock your Soft Token?', 'It then asks for a new PIN; everything in it stays.'],
    act: async ({ visitor, hand }) => {
      await visitor.press('Yes, unlock my token');
      await visitor.press('Continue', { code: await lockInHand(inHand(hand)) });
    },
    result: ['Your unlock code', 'type this code there, choose Unlock, and set a new PIN'],
    audited: 'soft-token.unlock',
    told: 'every address',
  },
  'reactivate-soft-token': {
    link: 'My Soft Token was suspended after an unlock',
    stage: suspended,
    takes: `${SUFFICES} You are asked for a one-time password of the token.`,
    confirm: ['Bring your Soft Token back into service', 'Open your Soft Token with its PIN'],
    act: async ({ visitor, hand }) => visitor.press('Reactivate my token', { otp: await passwordOf(inHand(hand).vault) }),
    result: ['Your Soft Token is unlocked', 'It is back in service'],
    audited: 'soft-token.reactivate',
    told: 'every address',
  },
  'report-misplaced': {
    link: 'I have misplaced my Soft Token',
    // Whoever can type its one-time password has not misplaced it.
    stage: async () => byRecoveryCode(await ownerOf('act.misplaced')),
    takes: SUFFICES,
    confirm: ['Misplaced your Soft Token?', 'Every address of yours is told.'],
    act: ({ visitor }) => visitor.press('Yes, I have misplaced this one'),
    result: ['Your temporary access code', 'Note it now: it is not shown again.'],
    audited: 'soft-token.report-misplaced',
    told: 'every address',
  },
  'revoke-soft-token': {
    link: 'I no longer have a device with my Soft Token',
    stage: async () => byAnswers(await ownerOf('act.lost')),
    takes: SUFFICES,
    lead: ({ visitor }) => follow(visitor, '/soft-token/devices/revoke'),
    confirm: ['Revoke this token?', 'This cannot be undone.'],
    act: ({ visitor }) => visitor.press('Yes, revoke this token'),
    result: ['The token is revoked', 'Every address of yours was told.'],
    audited: 'soft-token.revoke',
    told: 'every address',
  },
  'another-soft-token': {
    link: 'I have a new device, or the old one is broken',
    stage: async () => byToken(await ownerOf('act.another')),
    takes: SUFFICES,
    lead: ({ visitor }) => visitor.press('Make my activation link'),
    confirm: ['A soft token on another device', 'The old one goes on working until you revoke it.'],
    act: async (stage) => {
      await activateThere(stage);
      await stage.visitor.open(at('/soft-token/another/done'));
    },
    result: ['Your soft token is in service', 'It opens both doors now.'],
    audited: 'soft-token.confirm-activation',
    told: 'every address',
  },
  'check-clock': {
    link: 'My one-time passwords are refused',
    stage: async () => byToken(await ownerOf('act.clock')),
    takes: `${SUFFICES} You are asked for a one-time password of the token.`,
    confirm: ['Is the clock of your device off?', 'It signs you in nowhere here.'],
    act: async ({ visitor, hand }) => visitor.press('Check the clock', { otp: await passwordOf(inHand(hand).vault) }),
    result: ['The clock is right', 'Your one-time passwords are in time.'],
    audited: 'soft-token.check-clock',
    told: 'nobody, for no credential changed',
  },
  'finish-set-up': {
    link: 'My account is not set up completely',
    stage: withoutToken,
    takes: SUFFICES,
    lead: ({ visitor }) => visitor.press('Make a new link'),
    confirm: ['Activate your Soft Token', 'is protected by a PIN of your own'],
    act: async (stage) => {
      await activateThere(stage);
      await stage.visitor.open(at('/set-up/done'));
    },
    result: ['Your account is set up', 'This is what brings you back if one of them sticks.'],
    audited: 'soft-token.confirm-activation',
    told: 'every address',
  },
  'say-not-me': {
    link: 'Something was done that was not me',
    stage: async () => byToken(await ownerOf('act.not.me')),
    takes: SUFFICES,
    lead: ({ visitor }) => follow(visitor, '/activity/not-me'),
    confirm: ['Freeze your account?', 'Freezing keeps everybody out while you find out what happened'],
    act: ({ visitor }) => visitor.press('This was not me: freeze my account'),
    result: ['Your account is frozen', ''],
    audited: 'account.freeze',
    told: 'every address, of what is frozen',
  },
  'end-sessions': {
    link: 'I am still signed in somewhere',
    stage: async () => byToken(await ownerOf('act.sessions')),
    takes: SUFFICES,
    confirm: ['Your sessions', 'Ends every session in every application'],
    act: ({ visitor }) => visitor.press('Sign out everywhere'),
    result: ['You are signed out of Self-Administration', ''],
    audited: 'session.end-all',
    told: 'every address',
  },
  'change-password': {
    link: 'I want to change my password',
    stage: async () => byAnswers(await ownerOf('act.password')),
    takes: `${SUFFICES} You are asked for your present password.`,
    confirm: ['Change your password', 'Every other session of yours ends, and every address of yours is told.'],
    act: ({ visitor, person }) =>
      visitor.press('Change my password', { current: person.password, password: 'four lanterns on the harbour wall' }),
    result: ['Your password is changed', 'every address of yours was told'],
    audited: 'password.change',
    told: 'every address',
  },
  'change-questions': {
    link: 'I want to change my questions',
    stage: async () => byAnswers(await ownerOf('act.questions')),
    takes: `${SUFFICES} You are asked for the present answer to what you change.`,
    lead: ({ visitor }) => follow(visitor, '/questions/change?question=first-school'),
    confirm: ['Change a question', 'The question and its answer are replaced.'],
    act: ({ visitor }) =>
      visitor.press('Change this question', { presentAnswer: ANSWERS['first-school'], question0: 'first-school', answer0: 'Norra skolan' }),
    result: ['Your questions are changed', 'Every address of yours was told.'],
    audited: 'questions.change',
    told: 'every address',
  },
  'change-addresses': {
    link: 'My mail should go elsewhere',
    stage: async () => byToken(await ownerOf('act.addresses')),
    takes: SUFFICES,
    confirm: ['Your e-mail addresses', 'Everything that changes how you sign in is told to all of them'],
    act: ({ visitor, addresses: [, home] }) => visitor.press(`Make primary ${home}`),
    result: ['Your e-mail addresses', 'act.addresses@home.example\nprimary'],
    audited: 'address.make-primary',
    told: 'every address',
  },
  'recovery-codes': {
    link: 'I want codes to keep in a drawer',
    stage: async () => byToken(await ownerOf('act.codes')),
    takes: SUFFICES,
    lead: ({ visitor }) => visitor.choose('Make new recovery codes'),
    confirm: ['Make ten recovery codes?', 'Every address of yours is told.'],
    act: ({ visitor }) => visitor.press('Yes, make my codes'),
    result: ['Your recovery codes', 'Print them or save them now: they are not shown again.'],
    audited: 'recovery-codes.make',
    told: 'every address',
  },
  passkeys: {
    link: 'I want to sign in with a passkey',
    stage: async () => byToken(await ownerOf('act.passkeys')),
    takes: SUFFICES,
    lead: ({ visitor }) => visitor.choose('Add a passkey'),
    confirm: ['Add a passkey?', 'Every address of yours is told.'],
    act: async ({ visitor }) => {
      await visitor.press('Yes, add a passkey', { name: 'Work laptop' });
      await answerWith(visitor, deviceFor(server, { verifies: true }));
    },
    result: ['Your passkey is ready', 'Every address of yours was told.'],
    audited: 'passkey.register',
    told: 'every address',
  },
  'recovery-contacts': {
    link: 'I want a colleague who can vouch for me',
    stage: async () => byToken(await ownerOf('act.contacts')),
    takes: SUFFICES,
    lead: ({ person }) => addColleague(person, 'colleague'),
    confirm: ['Recovery contacts', 'They get a message and agree or decline.'],
    act: ({ visitor }) => visitor.press('Ask them', { contact: 'colleague' }),
    result: ['Recovery contacts', 'has not answered yet'],
    audited: 'recovery-contact.name',
    told: 'every address',
  },
  'ways-back': {
    link: 'Would I get back in?',
    stage: async () => byAnswers(await ownerOf('act.ways')),
    takes: SUFFICES,
    confirm: ['Your ways back', 'Looking changes nothing.'],
    act: () => Promise.resolve(),
    result: ['Your ways back', 'What happens if'],
    audited: 'nothing, for nothing was done',
    told: 'nobody, for no credential changed',
  },
};

/** Of the same organisation. */
async function addColleague(person: TestPerson, userName: string): Promise<void> {
  const { identity } = server.installation;
  const { organisationId } = (await findAccount(identity, person)) ?? expect.unreachable('no such person');
  await addPerson(identity, userName, { organisationId });
}

/** One of them takes a day, in which tokens of the others would run away from the clock. */
const IN_ORDER = [...REPAIR_ACTIONS.filter((action) => action !== 'reactivate-soft-token'), 'reactivate-soft-token'] as const;

describe('every action of the actions page', () => {
  test('whoever proved too little is told before what it takes, and led to it by one door', async () => {
    const { visitor } = await byAnswers(await ownerOf('act.weak'));
    const notes = new Map(
      visitor.page.document
        .querySelectorAll('.action-list li')
        .map((one) => [one.querySelector('a')?.text, one.querySelector('.action-note')?.text]),
    );
    expect(notes.get(SCENES['report-misplaced'].link)).toBe(
      'Takes a proof that you have not set up: a passkey, a recovery code, or the word of your recovery contact. Support can help.',
    );
    for (const action of [
      'another-soft-token',
      'say-not-me',
      'change-addresses',
      'recovery-codes',
      'passkeys',
      'recovery-contacts',
    ] as const) {
      expect(notes.get(SCENES[action].link)).toBe('Takes one proof more: a one-time password.');
      expect((await visitor.open(at(`/prove/more?for=${action}`))).heading).toBe('This needs a stronger proof');
    }
  });

  test.each(IN_ORDER)(
    '%s: proof said before, what will happen, the act, its result, the notice to every address, the audit event',
    async (action) => {
      const scene = SCENES[action];
      const stage = await scene.stage();
      const { visitor, person, addresses } = stage;
      const item = visitor.page.document.querySelectorAll('.action-list li').find((one) => one.querySelector('a')?.text === scene.link);
      expect(item?.querySelector('.action-note')?.text).toBe(scene.takes);

      await visitor.choose(scene.link);
      await scene.lead?.(stage);
      expect([visitor.page.heading, visitor.page.text]).toEqual([scene.confirm[0], expect.stringContaining(scene.confirm[1])]);

      const before = { audit: await auditOf(person), mails: await mailsOf(addresses) };
      await scene.act(stage);
      expect([visitor.page.heading, visitor.page.text]).toEqual([scene.result[0], expect.stringContaining(scene.result[1])]);

      const audited = (await auditOf(person)).slice(before.audit.length);
      if (scene.audited === 'nothing, for nothing was done') expect(audited).toEqual([]);
      else expect(audited).toContain(`${scene.audited} done`);

      const [first, second] = (await mailsOf(addresses)).map((mails, index) => without(mails, before.mails[index] ?? []));
      expect(first).toEqual(second);
      if (scene.told === 'nobody, for no credential changed') expect(first).toEqual([]);
      else expect(first?.some((mail) => mail.includes('/not-me#n=') || scene.told !== 'every address')).toBe(true);
    },
  );
});

/** Oldest first. */
async function auditOf({ accountId }: TestPerson): Promise<readonly string[]> {
  const events = await server.installation.database.query
    .selectFrom('audit_event')
    .select(['action', 'outcome'])
    .where('subject', '=', `account:${accountId}`)
    .orderBy('sequence')
    .execute();
  return events.map(({ action, outcome }) => `${action} ${outcome}`);
}

/** Subjects, each with its page that answers "this was not me", by address. */
async function mailsOf(addresses: readonly string[]): Promise<readonly (readonly string[])[]> {
  const told: (readonly string[])[] = [];
  // In turn: asking for the mails delivers what is due.
  for (const address of addresses) {
    const mails = await mailsTo(server, address);
    told.push(mails.map(({ subject, text }) => `${subject} ${/\/not-me#n=/.exec(text)?.[0] ?? ''}`).sort());
  }
  return told;
}

function without(all: readonly string[], some: readonly string[]): readonly string[] {
  const left = [...some];
  return all.filter((one) => {
    const index = left.indexOf(one);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}
