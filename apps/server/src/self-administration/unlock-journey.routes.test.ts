import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runServer, type RunningServer } from '../testing/running-server.ts';
import { Visitor } from '../testing/visitor.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await runServer();
});
afterAll(() => server.stop());

test('each listener tells that it is well', async () => {
  for (const { origin } of Object.values(server.configuration.listeners)) {
    const response = await fetch(`${origin}/healthz`);
    expect(await response.json()).toMatchObject({ status: 'ok' });
  }
});
test('pages', async () => {
  const v = new Visitor();
  const { listeners } = server.configuration;
  console.log((await v.open(listeners['certificate-services'].origin)).text);
  console.log((await v.choose('My Account')).text, v.page.url.href);
});
