import { createAccount, createInvitation, createOrganisation } from '@sallyport/identity';
import { activateByLink, passwordOf } from '@sallyport/protocol/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPerson, must } from '../../testing/people.ts';
import { givePassword } from '../../testing/journeys.ts';
import { type RunningServer, runServer } from '../../testing/running-server.ts';
import { Visitor } from '../../testing/visitor.ts';

/** Where the recovery policy accepts no questions, nobody is asked to register any. */

let server: RunningServer;
beforeAll(async () => {
  server = await runServer({ recoveryPolicy: 'modern' });
});
afterAll(() => server.stop());

const at = (path: string) => `${server.configuration.listeners['self-administration'].origin}${path}`;

test('an account is set up with a password and a soft token, and the steps are counted so', async () => {
  const ports = server.installation.identity;
  const { organisationId } = await createOrganisation(ports, { name: 'Northwind Harbour Authority' });
  const person = { organisationId, userName: 'modern.new', displayName: 'New Person', addresses: ['modern.new@northwind.example'] };
  const { code } = must(await createInvitation(ports, must(await createAccount(ports, person))));
  const visitor = new Visitor();
  await visitor.open(at('/invitation'));
  await visitor.press('Continue', { code: code.reveal() });
  expect(visitor.page.text).toContain('Step 1 of 3');
  await visitor.press('Set my password', { password: 'nine lanterns along the quay' });
  expect(visitor.page.heading).toBe('Activate your Soft Token');
  expect((await visitor.open(at('/set-up/questions'))).heading).toBe('Activate your Soft Token');
  await visitor.press('Make my activation link');
  expect(visitor.page.text).toContain('Step 2 of 3');
  const link = visitor.page.document.querySelector('a[target=_blank][href*="#"]')?.getAttribute('href') ?? '';
  const hand = await activateByLink(link);
  expect((await visitor.press('Finish', { otp: await passwordOf(hand.vault) })).heading).toBe('Save your recovery codes');
  expect(visitor.page.text).toContain('Step 3 of 3');
  expect((await visitor.choose('Later')).heading).toBe('Your account is set up');
  expect(visitor.page.text).not.toContain('questions');
});

test('whoever registered some under another policy is neither asked them nor offered to change them', async () => {
  const person = await addPerson(server.installation.identity, 'modern.before');
  await activateByLink(person.activationLink);
  const visitor = new Visitor();
  await visitor.open(at('/actions'));
  await givePassword(visitor, person);
  expect(visitor.page.heading).toBe('Prove that it is you');
  expect(visitor.page.text).not.toContain('Question & answer');
  expect(visitor.page.text).toContain('Code by e-mail');
});
