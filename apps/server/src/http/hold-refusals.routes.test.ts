import { afterAll, beforeAll, expect, test } from 'vitest';
import { givePassword, signInToDashboard } from '../testing/journeys.ts';
import { addPerson } from '../testing/people.ts';
import { type RunningServer, runServer } from '../testing/running-server.ts';
import { Visitor } from '../testing/visitor.ts';
import { HOLD_MS, NETWORK_PACE } from './refusal-pace.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await runServer();
});
afterAll(() => server.stop());

test('wrong codes sent on and on are answered a second later each; whoever is right is not held back, in the same network and in between', async () => {
  const ada = await addPerson(server.installation.identity, 'ada.right');
  const guesser = new Visitor();
  await guesser.open(`${server.configuration.listeners['certificate-services'].origin}/dashboard`);
  const page = guesser.page.url;
  const guess = (turn: number) => guesser.submit(page, { userName: `nobody.${String(turn)}`, password: 'a guess of decent length' });
  for (let turn = 0; turn < NETWORK_PACE.burst; turn += 1) expect((await guess(turn)).status).toBe(401);
  expect(server.heldBack).toEqual([]);
  for (let turn = 0; turn < 3; turn += 1) await guess(turn);
  expect(server.heldBack).toEqual([HOLD_MS, HOLD_MS, HOLD_MS]);
  expect((await signInToDashboard(new Visitor(), server, ada)).heading).toBe('Dashboard');
  expect((await givePassword(guesser, ada)).heading).toBe('Dashboard');
  expect(server.heldBack).toHaveLength(3);
});

test('a page that is not there is not held back, nor is any other that was only asked for', async () => {
  const before = server.heldBack.length;
  for (let turn = 0; turn < 2 * NETWORK_PACE.burst; turn += 1) {
    expect((await new Visitor().open(`${server.configuration.listeners.federation.origin}/nothing/${String(turn)}`)).status).toBe(404);
  }
  expect(server.heldBack).toHaveLength(before);
});
