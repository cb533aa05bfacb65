import {
  acceptInvitation,
  createAccount,
  createInvitation,
  createOrganisation,
  findAccount,
  freezeAccount,
  isRefusal,
} from '@sallyport/identity';
import { outboxFolder } from '@sallyport/installation';
import { readOutbox, Secret } from '@sallyport/platform';
import { beforeEach, expect, test } from 'vitest';
import { type CommandRun, commandWorld } from '../testing/command-world.ts';
import { withInstallation } from '../with-installation.ts';
import { thaw } from './thaw.ts';

const VISIT = { address: '127.0.0.1' };

let run: (...given: readonly string[]) => Promise<CommandRun>;
beforeEach(async () => {
  const world = await commandWorld();
  run = (...given) => world.run(thaw, given);
});

function must<Outcome extends object>(outcome: Outcome) {
  if (isRefusal(outcome)) throw new Error(outcome.code);
  return outcome as Exclude<Outcome, { readonly kind: 'refusal' }>;
}

/** Makes Ada, and has her say that setting her password was not her. */
async function frozenAda(): Promise<void> {
  await withInstallation({ environment: process.env }, async ({ configuration, installation }) => {
    const ports = installation.identity;
    const { organisationId } = await createOrganisation(ports, { name: 'Northwind' });
    const person = { organisationId, userName: 'ada.quay', displayName: 'Ada Quay', addresses: ['ada@northwind.example'] };
    const { code } = must(await createInvitation(ports, must(await createAccount(ports, person))));
    must(await acceptInvitation(ports, { code, password: new Secret('seven geese over the breakwater'), visit: VISIT }));
    await installation.delivery.deliverDue();
    const mails = await readOutbox(outboxFolder(configuration));
    const link = mails.flatMap(({ text }) => text.split('/not-me#n=')[1]?.slice(0, 22) ?? [])[0];
    must(await freezeAccount(ports, { code: new Secret(link ?? ''), visit: VISIT }));
    return 0;
  });
}

function stateOfAda(): Promise<string> {
  let state = 'none';
  return withInstallation({ environment: process.env }, async ({ installation }) => {
    state = (await findAccount(installation.identity, { userName: 'ada.quay' }))?.state ?? 'none';
    return 0;
  }).then(() => state);
}

test('without a reason that says something nobody is let in again', async () => {
  await frozenAda();
  for (const given of [[], ['ada.quay'], ['ada.quay', '--reason', 'ok'], ['ada.quay', 'bo.quay', '--reason', 'called back at home']]) {
    const says = expect.stringContaining('Usage: sallyport thaw USER-NAME --reason TEXT') as string;
    expect(await run(...given)).toEqual({ exit: 2, says });
  }
  expect(await stateOfAda()).toBe('FROZEN');
});

test('a frozen account is opened once; one that is not frozen, or that nobody has, is said to be so', async () => {
  await frozenAda();
  const reason = ['--reason', 'called back on the number in the staff directory'];
  const says = (words: string) => expect.stringContaining(words) as string;
  expect(await run('ada.quay', ...reason)).toEqual({ exit: 0, says: says('is open again') });
  expect(await stateOfAda()).toBe('ACTIVE');
  expect(await run('ada.quay', ...reason)).toEqual({ exit: 1, says: says('is not frozen: it is ACTIVE') });
  expect(await run('nobody', ...reason)).toEqual({ exit: 1, says: says('There is no account "nobody"') });
});
