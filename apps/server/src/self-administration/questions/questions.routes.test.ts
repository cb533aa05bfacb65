import { activateByLink, passwordOf } from '@sallyport/protocol/testing';
import { acceptInvitation, createAccount, createInvitation, createOrganisation } from '@sallyport/identity';
import { Secret } from '@sallyport/platform';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { givePassword, signInToActions } from '../../testing/journeys.ts';
import { mailsTo } from '../../testing/mails.ts';
import { addPerson, ANSWERS, must, type TestPerson } from '../../testing/people.ts';
import { type RunningServer, runServer } from '../../testing/running-server.ts';
import { Visitor } from '../../testing/visitor.ts';

/** The pages of one's questions; budgets and races are in the identity room's tests. */

let server: RunningServer;
beforeAll(async () => {
  server = await runServer();
});
afterAll(() => server.stop());

const origin = (name: keyof RunningServer['configuration']['listeners']) => server.configuration.listeners[name].origin;
const person = (userName: string) => addPerson(server.installation.identity, userName);
const address = (path: string) => `${origin('self-administration')}${path}`;

/** Signed in with password and answers. */
async function withAnswers(ada: TestPerson): Promise<Visitor> {
  const visitor = new Visitor();
  await signInToActions(visitor, server, ada);
  return visitor;
}

interface RefusedEntry {
  readonly why: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly at: string;
}

describe('the questions of an account', () => {
  test('are behind the second proof, page by page and form by form', async () => {
    const ada = await person('behind.ada');
    const visitor = new Visitor();
    await visitor.open(address('/actions'));
    await givePassword(visitor, ada);
    for (const path of [
      '/questions',
      '/questions/add',
      '/questions/change?question=first-school',
      '/questions/remove?question=first-school',
    ]) {
      expect((await visitor.open(address(path))).heading, path).toBe('Prove that it is you');
    }
    const forms = { add: {}, change: { ref: 'first-school' }, remove: { ref: 'first-school' } } as const;
    for (const [path, fields] of Object.entries(forms)) {
      const filled = path === 'remove' ? fields : { ...fields, language: 'en', question0: 'parents-met', own0: '', answer0: 'Visby' };
      expect((await visitor.submit(new URL(address(`/questions/${path}`)), filled)).heading, path).toBe('Prove that it is you');
    }
  });

  test('show every question and no answer, neither in the list nor where one is changed', async () => {
    const visitor = await withAnswers(await person('list.ada'));
    await visitor.choose('I want to change my questions');
    expect(visitor.page.heading).toBe('Your questions');
    expect(visitor.page.document.querySelectorAll('tbody tr')).toHaveLength(5);
    const pages = [visitor.page.document.toString()];
    for (const ref of Object.keys(ANSWERS))
      pages.push((await visitor.open(address(`/questions/change?question=${ref}`))).document.toString());
    for (const answer of Object.values(ANSWERS)) expect(pages.join('\n')).not.toContain(answer);
  });

  test('are changed after the answers alone only with the present answer, and a wrong one is not shown again', async () => {
    const ada = await person('present.ada');
    const visitor = await withAnswers(ada);
    await visitor.open(address('/questions/change?question=childhood-pet'));
    const next = { question0: 'parents-met', answer0: 'Visby' };
    const refused = await visitor.press('Change this question', { ...next, presentAnswer: 'Misse' });
    expect([refused.status, refused.text.includes('This is not the present answer')]).toEqual([422, true]);
    expect(refused.document.toString()).not.toContain('Misse');
    expect(refused.document.toString()).not.toContain('Visby');
    expect((await visitor.press('Change this question', { ...next, presentAnswer: 'PELLE' })).heading).toBe('Your questions are changed');
    const [notice] = (await mailsTo(server, `${ada.userName}@northwind.example`)).filter(({ subject }) =>
      subject.includes('question of your'),
    );
    expect(notice?.subject).toBe('A question of your account was changed');
  });

  test('are changed after a one-time password without the present answer', async () => {
    const ada = await person('token.ada');
    const hand = await activateByLink(ada.activationLink);
    const visitor = new Visitor();
    await visitor.open(address('/actions'));
    await givePassword(visitor, ada);
    await visitor.choose('One-time password');
    hand.device.clock.advance(30_000);
    await visitor.press('Continue', { otp: await passwordOf(hand.vault) });
    const shown = await visitor.open(address('/questions/change?question=childhood-pet'));
    expect(shown.document.querySelector('[name=presentAnswer]')).toBeNull();
    const own = { question0: '', own0: 'Var låg den gamla färjan?', answer0: 'Kornhamn' };
    expect((await visitor.press('Change this question', own)).heading).toBe('Your questions are changed');
    expect((await visitor.choose('Back to your questions')).text).toContain('Var låg den gamla färjan?');
  });

  test('of somebody else are nobody’s here', async () => {
    const bo = await person('other.bo');
    const visitor = await withAnswers(bo);
    await visitor.open(address('/questions/add'));
    await visitor.press('Add this question', { own0: 'Where did the old ferry stop?', answer0: 'Kornhamn' });
    const link = (await visitor.open(address('/questions'))).document
      .querySelectorAll('tbody a')
      .map((one) => one.getAttribute('href') ?? '')
      .find((href) => href.includes('own%3A'));
    const stranger = await withAnswers(await person('other.ada'));
    expect((await stranger.open(address(link ?? '/none'))).heading).toBe('Your questions');
    const ref = new URL(address(link ?? '/none')).searchParams.get('question') ?? '';
    await stranger.submit(new URL(address('/questions/remove')), { ref, presentAnswer: 'Kornhamn' });
    expect(stranger.page.heading).toBe('Your questions');
    expect((await visitor.open(address('/questions'))).text).toContain('Where did the old ferry stop?');
  });

  test('never become fewer than five, and the page does not offer what it would refuse', async () => {
    const visitor = await withAnswers(await person('few.ada'));
    const links = (await visitor.open(address('/questions'))).document
      .querySelectorAll('tbody a')
      .map((one) => one.text.trim().split(/\s/)[0]);
    expect(new Set(links)).toEqual(new Set(['Change']));
    await visitor.submit(new URL(address('/questions/remove')), { ref: 'childhood-pet', presentAnswer: 'Pelle' });
    expect([visitor.page.status, visitor.page.text.includes('There must be at least 5 questions')]).toEqual([409, true]);
  });

  const REFUSED: readonly RefusedEntry[] = [
    {
      why: 'the same question in another language',
      fields: { language: 'de', question0: 'first-school', answer0: 'Visby' },
      at: 'question0',
    },
    { why: 'a question that is none', fields: { own0: 'Why?', answer0: 'Visby' }, at: 'own0' },
    { why: 'no question', fields: { answer0: 'Visby' }, at: 'question0' },
    { why: 'an answer of two letters', fields: { question0: 'parents-met', answer0: '-Å Å-' }, at: 'answer0' },
    { why: 'an answer out of the question', fields: { own0: 'What colour was the red boat?', answer0: 'Red!' }, at: 'answer0' },
    { why: 'the answer to another', fields: { question0: 'parents-met', answer0: 'SALTHOLMEN' }, at: 'answer0' },
  ];

  test.each(REFUSED)('are not added with $why, said on its field', async ({ why, fields, at }) => {
    const visitor = await withAnswers(await person(`refused.${String(why.length)}`));
    await visitor.open(address('/questions/add'));
    const shown = await visitor.press('Add this question', fields);
    expect(shown.status).toBe(422);
    expect(shown.document.querySelector(`.error-summary a[href="#${at}"]`)?.text).toBeTruthy();
  });
});

describe('the language of a question', () => {
  test('is the browser’s, or the one chosen on the page; the page itself does not pretend to be translated', async () => {
    const visitor = await withAnswers(await person('german.ada'));
    const german = await visitor.open(address('/questions/add?language=de'));
    expect(german.document.querySelector('html')?.getAttribute('lang')).toBe('en');
    const options = german.document.querySelectorAll('option[lang=de]').map((one) => one.text);
    expect(options).toContain('In welchem Ort haben sich Ihre Eltern kennengelernt?');
    const response = await fetch(address('/invitation'), { headers: { 'accept-language': 'de' } });
    expect(await response.text()).toContain('lang="en"');
  });

  test('goes with it: it is asked in the language it was chosen in, and marked so for screen readers', async () => {
    const { identity } = server.installation;
    const { organisationId } = await createOrganisation(identity, { name: 'Northwind Harbour Authority' });
    const person = { organisationId, userName: 'set.up.de', displayName: 'Uwe', addresses: ['uwe@northwind.example'] };
    const { accountId } = must(await createAccount(identity, person));
    const { code } = must(await createInvitation(identity, { accountId }));
    const password = 'sieben Gänse über der Mole';
    must(await acceptInvitation(identity, { code, password: new Secret(password), visit: { address: '127.0.0.1' } }));
    const visitor = new Visitor();
    await visitor.open(address('/set-up/questions'));
    await givePassword(visitor, { ...person, accountId, password, activationLink: '' });
    await visitor.open(address('/set-up/questions?language=de'));
    const keys = ['first-school', 'first-street', 'childhood-pet', 'favourite-book'];
    const fields = Object.fromEntries(
      keys.flatMap((key, place) => [
        [`question${String(place)}`, key],
        [`answer${String(place)}`, `Antwort ${key}`],
      ]),
    );
    const own = { own4: 'Wo lag das alte Fährhaus?', answer4: 'Kornhafen' };
    const twice = await visitor.press('Save my questions', { ...fields, question3: 'first-school', ...own });
    expect(twice.document.querySelector('.error-summary a[href="#question3"]')?.text).toContain('You have this question already');
    expect(twice.document.querySelector('[name=own4]')?.getAttribute('value')).toBe(own.own4);
    expect((await visitor.press('Save my questions', { ...fields, ...own })).heading).toBe('Activate your Soft Token');
    const asked = await visitor.open(address('/prove/questions'));
    const labels = asked.document.querySelectorAll('label span[lang]');
    expect(labels.map((label) => label.getAttribute('lang'))).toEqual(['de', 'de']);
    expect(labels.every((label) => /Wie hieß|Welches Buch|Fährhaus/.test(label.text))).toBe(true);
  });
});
