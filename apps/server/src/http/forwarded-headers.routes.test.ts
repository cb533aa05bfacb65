import { request as send } from 'node:http';
import { contactPath } from '@sallyport/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningServer, runServer, type Surroundings } from '../testing/running-server.ts';

/** What visitors gain by writing the headers of a proxy themselves. */

interface Call {
  readonly port: number;
  readonly path: string;
  readonly method?: 'POST';
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string;
}

/** As curl sends it: with any Host, and a header twice if need be, which `fetch` does not do. */
function call({ port, path, method, headers, body = '' }: Call): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const length = { 'content-length': String(Buffer.byteLength(body)) };
    const sent = send({ host: '127.0.0.1', port, path, method: method ?? 'GET', headers: { ...headers, ...length } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.once('end', () => {
        resolve({ status: response.statusCode ?? 0, text });
      });
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

const NOBODYS_TOKEN = 'AAAAAAAAAAAAAAAAAAAAAA';
const NOBODYS_CONTACT = { epoch: 1, time: 0, nonce: NOBODYS_TOKEN, wish: 0, mac: null, sig: 'A'.repeat(86) };
const REFUSED = 422;
const TOO_MANY = 429;

/** One call of the token API with this X-Forwarded-For; it spends a try of the network it is taken to come from. */
async function callTokenApi(server: RunningServer, forwardedFor: string | readonly string[]): Promise<number> {
  const { port } = server.configuration.listeners['soft-token'];
  const headers = { 'content-type': 'application/json', 'x-forwarded-for': forwardedFor };
  const answer = await call({ port, path: contactPath(NOBODYS_TOKEN), method: 'POST', headers, body: JSON.stringify(NOBODYS_CONTACT) });
  return answer.status;
}

/** Tries as many times as one network may, and once more, each time under another forged address. */
async function spendBudget(
  server: RunningServer,
  forwardedFor: (forged: string) => string | readonly string[],
): Promise<readonly number[]> {
  const allowed = server.installation.identity.policy.budgets['token-api-network'][0]?.allowed ?? 0;
  const statuses: number[] = [];
  for (let index = 1; index <= allowed + 1; index += 1) {
    statuses.push(await callTokenApi(server, forwardedFor(`198.51.100.${String(index)}`)));
  }
  expect(statuses.slice(0, -1)).toEqual(Array<number>(allowed).fill(REFUSED));
  return statuses.slice(-1);
}

async function originsInDiscovery(server: RunningServer): Promise<ReadonlySet<string>> {
  const { port } = server.configuration.listeners.federation;
  const forged = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'gopher', forwarded: 'host=evil.example;proto=gopher' };
  const headers = { host: 'evil.example', ...forged };
  const discovery = await call({ port, path: '/.well-known/openid-configuration', headers });
  const addresses = Object.entries(JSON.parse(discovery.text) as Record<string, unknown>).filter(
    ([name]) => name === 'issuer' || name === 'jwks_uri' || name.endsWith('_endpoint'),
  );
  expect(addresses.length).toBeGreaterThan(6);
  return new Set(addresses.map(([, address]) => new URL(String(address)).origin));
}

describe.each<[Surroundings]>([['bare'], ['behind-a-proxy']])('a server that stands %s', (stands) => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await runServer({ stands });
  });
  afterAll(() => server.stop());

  test('writes its configured origin into what others read, whatever Host and forwarded headers say', async () => {
    expect(await originsInDiscovery(server)).toEqual(new Set([server.configuration.listeners.federation.origin]));
  });
});

describe('a visitor who writes X-Forwarded-For', () => {
  test('to a server without a proxy stays in the network of the connection', async () => {
    const server = await runServer({ stands: 'bare' });
    expect(await spendBudget(server, (forged) => forged)).toEqual([TOO_MANY]);
    await server.stop();
  });

  test.each<[string, (forged: string) => string | readonly string[]]>([
    ['in the same line', (forged) => `${forged}, 203.0.113.7`],
    ['in a line of its own', (forged) => [forged, '203.0.113.7']],
    ['after more invented hops', (forged) => `${forged}, 127.0.0.1, 203.0.113.7`],
  ])(
    'behind a proxy that adds the true address %s stays in the network of the true address, and takes nothing from others',
    async (_, line) => {
      const server = await runServer({ stands: 'behind-a-proxy' });
      expect(await spendBudget(server, line)).toEqual([TOO_MANY]);
      expect(await callTokenApi(server, '203.0.113.8')).toBe(REFUSED);
      // The addresses that were only claimed paid for nothing.
      expect(await callTokenApi(server, '198.51.100.1')).toBe(REFUSED);
      await server.stop();
    },
  );
});
