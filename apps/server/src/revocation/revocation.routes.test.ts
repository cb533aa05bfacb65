import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningServer, runServer } from '../testing/running-server.ts';

let server: RunningServer;

beforeAll(async () => {
  server = await runServer();
});

afterAll(() => server.stop());

test('the certificates of the CA are where those it signs say, each vouching for the next, for everybody to keep', async () => {
  const { origin } = server.configuration.listeners.revocation;
  const [issuing, root] = await Promise.all(
    ['issuing', 'root'].map(async (name) => {
      const answer = await fetch(`${origin}/${name}.cer`);
      expect(answer.headers.get('content-type')).toBe('application/pkix-cert');
      expect(answer.headers.get('cache-control')).toBe('public, max-age=86400');
      return new X509Certificate(Buffer.from(await answer.arrayBuffer()));
    }),
  );
  expect(root && issuing?.verify(root.publicKey)).toBe(true);
  expect(issuing?.infoAccess).toContain(`${origin}/root.cer`);
});

test('what is not there is a plain answer, not a page', async () => {
  const { origin } = server.configuration.listeners.revocation;
  const answer = await fetch(`${origin}/nothing.cer`);
  expect(answer.status).toBe(404);
  expect(await answer.text()).toBe('There is nothing here.\n');
});
