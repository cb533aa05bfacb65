import { afterAll, beforeAll, expect, test } from 'vitest';
import { signInToActions } from '../../testing/journeys.ts';
import { addPerson } from '../../testing/people.ts';
import { type RunningServer, runServer } from '../../testing/running-server.ts';
import { Visitor } from '../../testing/visitor.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await runServer();
});
afterAll(() => server.stop());

const at = (path: string) => `${server.configuration.listeners['self-administration'].origin}${path}`;

test('a stranger with password and answers reads what happened, without reasons, and cannot freeze the account with it', async () => {
  const ada = await addPerson(server.installation.identity, 'activity.ada');
  const stranger = new Visitor();
  await signInToActions(stranger, server, ada);
  const shown = await stranger.open(at('/activity'));
  expect(shown.heading).toBe('My activity');
  expect(shown.text).toContain('Your questions and answers were set.');
  expect(shown.text).not.toContain('This was not me:');
  expect((await stranger.open(at('/activity/not-me?at=1'))).heading).toBe('My activity');
  const rows = await server.installation.database.query.selectFrom('notice_link').select('happened_at').execute();
  for (const { happened_at: moment } of rows) {
    expect((await stranger.submit(new URL(at('/activity/not-me')), { at: String(moment) })).status).toBe(403);
  }
  expect((await stranger.submit(new URL(at('/activity/not-me')), { at: '-1' })).status).toBe(400);
  expect((await stranger.open(at('/activity?page=0'))).status).toBe(400);
  expect((await stranger.open(at('/activity'))).text).toContain('An attempt to freeze your account was refused.');
});
