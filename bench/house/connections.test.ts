import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { Connections, readResponse } from './connections.ts';

const REDIRECT =
  'HTTP/1.1 303 See Other\r\nLocation: /sign-in/a\r\nSet-Cookie: a=1; Path=/\r\nset-cookie: b=2\r\nContent-Length: 0\r\n\r\n';
const PAGE = 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n<h1>.';

describe('no answer is', () => {
  test.each([
    ['another protocol', 'SSH-2.0-OpenSSH_9.2\r\n\r\n'],
    ['another version', REDIRECT.replace('1.1', '1.0')],
    ['one that does not say its length', REDIRECT.replace('Content-Length: 0', 'Transfer-Encoding: chunked')],
    ['one that says a length that is no number', PAGE.replace('5', '0x5')],
    ['one longer than it says', `${PAGE}.`],
    ['two at once', REDIRECT + REDIRECT],
    ['one longer than any page', PAGE.replace('5', '9999999') + '.'.repeat(1024 * 1024)],
  ])('%s', (_, text) => {
    expect(() => readResponse(text)).toThrow(Error);
  });
});

test('an answer is read once the whole of it is there, and not before', () => {
  for (let length = 0; length < PAGE.length; length += 1) expect(readResponse(PAGE.slice(0, length))).toBeUndefined();
  expect(readResponse(PAGE)).toMatchObject({ status: 200, body: '<h1>.' });
});

test('fields are found whatever their case, each of those that come more than once', () => {
  const response = readResponse(REDIRECT);
  expect(response?.all('set-cookie')).toEqual(['a=1; Path=/', 'b=2']);
  expect(response?.all('location')).toEqual(['/sign-in/a']);
  expect(response?.all('cookie')).toEqual([]);
});

describe('connections', () => {
  test('that the server closes without an answer fail the request', async () => {
    await withServer({ answer: undefined }, async (host) => {
      const connections = new Connections();
      await expect(connections.ask(host, 'GET / HTTP/1.1\r\n\r\n')).rejects.toThrow('closed');
    });
  });

  test('that get something else than HTTP fail the request', async () => {
    await withServer({ answer: 'SSH-2.0-OpenSSH_9.2\r\n\r\n' }, async (host) => {
      const connections = new Connections();
      await expect(connections.ask(host, 'GET / HTTP/1.1\r\n\r\n')).rejects.toThrow('not an answer');
    });
  });

  test('are used again, and as many as requests are under way at once', async () => {
    await withServer({ answer: PAGE }, async (host, connected) => {
      const connections = new Connections();
      const ask = () => connections.ask(host, 'GET / HTTP/1.1\r\n\r\n');
      await ask();
      await ask();
      expect(connected()).toBe(1);
      await Promise.all([ask(), ask(), ask()]);
      expect(connected()).toBe(3);
      connections.close();
    });
  });
});

async function withServer(
  { answer }: { readonly answer: string | undefined },
  work: (host: { hostname: string; port: string }, connected: () => number) => Promise<void>,
): Promise<void> {
  let connected = 0;
  const server = createServer((socket) => {
    connected += 1;
    socket.on('data', () => (answer === undefined ? socket.end() : socket.write(answer)));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  try {
    if (typeof address !== 'object' || address === null) throw new Error('the server has no port');
    await work({ hostname: '127.0.0.1', port: String(address.port) }, () => connected);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}
