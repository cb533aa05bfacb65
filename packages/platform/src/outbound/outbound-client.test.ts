import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { runChildScript } from '../testing/child-script.ts';
import { selfSignedCertificate } from '../testing/self-signed-certificate.ts';
import { createNamedHostClient, createOutboundClient, type OutboundParts } from './outbound-client.ts';
import type { Looked, Resolver } from './resolver.ts';

const LOOPBACK = [{ address: '127.0.0.0', bits: 8 }];
const HASTY = { connectMs: 5000, idleMs: 200, totalMs: 600, headerOctets: 2048 };

async function listening(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** A server of HTTP; its port. */
function serving(answer: RequestListener): Promise<number> {
  return listening(createHttpServer(answer));
}

/** A server of octets, for what no HTTP server would say. */
function saying(say: (socket: Socket) => void): Promise<number> {
  return listening(createServer((socket) => socket.once('data', () => say(socket))));
}

function resolving(...answers: readonly (readonly string[])[]): Resolver & { readonly asked: readonly string[] } {
  const asked: string[] = [];
  return {
    asked,
    addressesOf: (name) => {
      asked.push(name);
      const values = answers[Math.min(asked.length, answers.length) - 1] ?? [];
      return Promise.resolve<Looked>(values.length === 0 ? { kind: 'none' } : { kind: 'found', values });
    },
    textsOf: () => Promise.resolve({ kind: 'none' }),
    caaOf: () => Promise.resolve({ kind: 'none' }),
  };
}

function get(url: string, given: Partial<OutboundParts> & { readonly redirects?: number; readonly bodyOctets?: number } = {}) {
  const { redirects = 0, bodyOctets = 1000, ...parts } = given;
  const ports = new Set([80, 443, Number(URL.parse(url)?.port)]);
  const client = createOutboundClient({ resolver: resolving(['127.0.0.1']), allowedRanges: LOOPBACK, ports, ...parts });
  return client.get({ url, redirects, bodyOctets });
}

describe('a URL that somebody else has chosen', () => {
  test.each([
    ['http://127.0.0.1/'],
    ['http://2130706433/'],
    ['http://0x7f.1/'],
    ['http://0177.0.0.1/'],
    ['http://127.1/'],
    ['http://[::1]/'],
    ['http://[::ffff:127.0.0.1]/'],
    ['http://[64:ff9b::7f00:1]/'],
    ['http://169.254.169.254/latest/meta-data/'],
    ['http://0/'],
    ['http://%31%32%37.0.0.1/'],
    ['http://127。0。0。1/'],
  ])('%s leads nowhere', async (url) => {
    expect(await get(url, { allowedRanges: [] })).toMatchObject({ kind: 'refused', code: 'address-refused' });
  });

  test.each([
    ['http://[fe80::1%25lo]/', 'url-malformed'],
    ['http://[fe80::1%lo]/', 'url-malformed'],
    ['http://', 'url-malformed'],
    ['file:///etc/passwd', 'scheme-refused'],
    ['gopher://example.test/', 'scheme-refused'],
    ['http://user@example.test/', 'credentials-in-url'],
    ['http://user:password@example.test/', 'credentials-in-url'],
  ])('%s is refused: %s', async (url, code) => {
    expect(await get(url)).toMatchObject({ code });
  });

  test('of more characters than any needs is refused', async () => {
    expect(await get(`http://example.test/${'x'.repeat(2048)}`)).toMatchObject({ code: 'url-malformed' });
  });

  test('leads to the ports of the web alone', async () => {
    expect(await get('http://example.test:22/', { ports: new Set([80, 443]) })).toMatchObject({ code: 'port-refused' });
    expect(await get('http://example.test:6379/', { ports: new Set([80, 443]) })).toMatchObject({ code: 'port-refused' });
  });

  test('is not asked when one of its addresses is private, whatever the others are', async () => {
    for (const addresses of [['10.0.0.1'], ['127.0.0.1', '192.168.0.1'], ['fe80::1%eth0'], ['::ffff:169.254.169.254']]) {
      expect(await get('http://example.test/', { resolver: resolving(addresses) })).toMatchObject({ code: 'address-refused' });
    }
  });

  test('whose name means another machine at the second look is asked where the first look said: there is no second', async () => {
    const port = await serving((request, response) => response.end(request.headers.host));
    const rebinding = resolving(['127.0.0.1'], ['10.0.0.1'], ['169.254.169.254']);
    const answer = await get(`http://rebinding.test:${String(port)}/`, { resolver: rebinding });
    expect(answer).toMatchObject({ kind: 'answered', body: new TextEncoder().encode(`rebinding.test:${String(port)}`) });
    expect(rebinding.asked).toEqual(['rebinding.test']);
  });

  test('without an address, or without an answer about it, is refused as such', async () => {
    expect(await get('http://example.test/', { resolver: resolving() })).toMatchObject({ code: 'name-unknown' });
    const failing: Resolver = { ...resolving(), addressesOf: () => Promise.resolve({ kind: 'failed' }) };
    expect(await get('http://example.test/', { resolver: failing })).toMatchObject({ code: 'name-lookup-failed' });
    const silent: Resolver = { ...resolving(), addressesOf: () => Promise.race([]) };
    expect(await get('http://example.test/', { resolver: silent, limits: HASTY })).toMatchObject({ code: 'timed-out' });
  });
});

describe('a redirect', () => {
  test.each([
    'http://127.0.0.2/',
    'http://169.254.169.254/latest/meta-data/',
    'http://elsewhere.test/',
    '//elsewhere.test/',
    'http://example.test.elsewhere.test/',
    'http://[',
    '',
  ])('to %j is not followed', async (location) => {
    const port = await serving((_request, response) => response.writeHead(302, { location }).end());
    expect(await get(`http://example.test:${String(port)}/`, { redirects: 3 })).toMatchObject({ code: 'redirect-refused' });
  });

  test.each([
    ['http://example.test:22/', 'port-refused'],
    ['file:///etc/passwd', 'scheme-refused'],
    ['http://user:password@example.test/', 'credentials-in-url'],
  ])('to %s is judged like any URL', async (location, code) => {
    const port = await serving((_request, response) => response.writeHead(307, { location }).end());
    expect(await get(`http://example.test:${String(port)}/`, { redirects: 3 })).toMatchObject({ code });
  });

  test('to the same host is followed to the same address, as often as asked for and not once more', async () => {
    const port = await serving((request, response) => {
      const hop = Number(request.url?.slice(1));
      if (hop === 3) response.end('there');
      else response.writeHead(302, { location: `/${String(hop + 1)}` }).end();
    });
    const rebinding = resolving(['127.0.0.1'], ['10.0.0.1']);
    const start = `http://example.test:${String(port)}/0`;
    expect(await get(start, { redirects: 3, resolver: rebinding })).toMatchObject({ status: 200 });
    expect(rebinding.asked).toHaveLength(1);
    expect(await get(start, { redirects: 2 })).toMatchObject({ code: 'redirect-refused' });
    expect(await get(start)).toMatchObject({ code: 'redirect-refused' });
  });
});

describe('a server that means ill', () => {
  test('and never answers is left', async () => {
    const port = await saying(() => undefined);
    expect(await get(`http://example.test:${String(port)}/`, { limits: HASTY })).toMatchObject({ code: 'timed-out' });
  });

  test('and says one octet now and then is left when its time is over', async () => {
    const port = await saying((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      const drip = setInterval(() => socket.write('x'), 50);
      socket.on('close', () => clearInterval(drip));
    });
    expect(await get(`http://example.test:${String(port)}/`, { limits: HASTY })).toMatchObject({ code: 'timed-out' });
  });

  test('and never ends its headers, or its early hints, is left', async () => {
    const endless = await saying((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const more = setInterval(() => socket.write(`x-more: ${'x'.repeat(500)}\r\n`), 1);
      socket.on('close', () => clearInterval(more));
    });
    expect(await get(`http://example.test:${String(endless)}/`)).toMatchObject({ code: 'headers-too-large' });
    const hinting = await saying((socket) => {
      const more = setInterval(() => socket.write('HTTP/1.1 103 Early Hints\r\nlink: </>\r\n\r\n'), 20);
      socket.on('close', () => clearInterval(more));
    });
    expect(await get(`http://example.test:${String(hinting)}/`, { limits: HASTY })).toMatchObject({ code: 'timed-out' });
  });

  test('and speaks without end is cut off, whether or not it said how much', async () => {
    const endless = await serving((_request, response) => {
      const pour = () => {
        while (!response.destroyed) if (!response.write('x'.repeat(10_000))) return;
      };
      response.on('drain', pour);
      pour();
    });
    expect(await get(`http://example.test:${String(endless)}/`)).toMatchObject({ code: 'answer-too-large' });
    const announcing = await serving((_request, response) => response.writeHead(200, { 'content-length': '1001' }).flushHeaders());
    expect(await get(`http://example.test:${String(announcing)}/`)).toMatchObject({ code: 'answer-too-large' });
    const just = await serving((_request, response) => response.end('x'.repeat(1000)));
    expect(await get(`http://example.test:${String(just)}/`)).toMatchObject({ status: 200 });
  });

  test('and packs a great deal into little is refused unopened; nothing packed is asked for', async () => {
    const bomb = gzipSync(Buffer.alloc(5_000_000));
    const port = await serving((request, response) => {
      expect(request.headers['accept-encoding']).toBe('identity');
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    });
    expect(await get(`http://example.test:${String(port)}/`, { bodyOctets: 1_000_000 })).toMatchObject({ code: 'answer-encoded' });
  });

  test.each([
    ['is no HTTP', 'SSH-2.0-OpenSSH_9.9\r\n'],
    ['says two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx'],
    ['says a length and chunks', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n'],
    ['switches protocols', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n'],
  ])('and %s is not understood', async (_what, text) => {
    const port = await saying((socket) => void socket.end(text));
    expect(await get(`http://example.test:${String(port)}/`)).toMatchObject({ code: 'answer-malformed' });
  });

  test('and hangs up in the middle has not answered', async () => {
    const port = await saying((socket) => void socket.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf'));
    expect(await get(`http://example.test:${String(port)}/`)).toMatchObject({ kind: 'refused' });
  });

  test('and vouches for itself is not believed, even where the environment says to believe everybody', async () => {
    const { certificate, privateKey } = selfSignedCertificate();
    const port = await listening(createHttpsServer({ cert: certificate, key: privateKey }, (_request, response) => response.end('no')));
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(await get(`https://localhost:${String(port)}/`)).toMatchObject({ code: 'tls-failed' });
  });
});

test('nobody there is no answer', async () => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  expect(await get(`http://example.test:${String(port)}/`)).toMatchObject({ code: 'connection-failed' });
});

test('a plain question, and its answer as it came, whatever its status', async () => {
  const port = await serving((request, response) => {
    response.writeHead(request.url === '/a?b=c' ? 200 : 404).end(`${String(request.method)} ${String(request.headers.cookie)}`);
  });
  const answer = await get(`http://example.test:${String(port)}/a?b=c#d`);
  expect(answer).toEqual({ kind: 'answered', status: 200, body: new TextEncoder().encode('GET undefined') });
  expect(await get(`http://127.0.0.1:${String(port)}/`)).toMatchObject({ status: 404 });
});

test('the proxies of the environment see nothing of it', async () => {
  const proxied: string[] = [];
  const proxy = await serving((request, response) => {
    proxied.push(String(request.url));
    response.end('proxied');
  });
  const port = await serving((_request, response) => response.end('direct'));
  const outbound = new URL('outbound-client.ts', import.meta.url).href;
  const script = `
    process.env.HTTP_PROXY = process.env.http_proxy = 'http://127.0.0.1:${String(proxy)}';
    const { createOutboundClient } = await import('${outbound}');
    const http = await import('node:http');
    http.setGlobalProxyFromEnv?.();
    const client = createOutboundClient({
      resolver: { addressesOf: async () => ({ kind: 'found', values: ['127.0.0.1'] }) },
      allowedRanges: [{ address: '127.0.0.0', bits: 8 }],
      ports: new Set([${String(port)}]),
    });
    const answer = await client.get({ url: 'http://example.test:${String(port)}/', redirects: 0, bodyOctets: 100 });
    console.log(answer.kind === 'answered' ? new TextDecoder().decode(answer.body) : answer.code);
    http.get({ host: 'example.test', port: 80 }, (response) => { response.resume(); response.on('end', () => console.log('asked by others')); });
  `;
  const child = runChildScript(script);
  expect(await child.nextLine()).toBe('direct');
  expect(proxied).toEqual([]);
  // The environment does name a proxy: whoever asks by the global agent goes through it.
  expect(await child.nextLine()).toBe('asked by others');
  expect(proxied).toEqual(['http://example.test/']);
});

describe('what is sent to a URL that somebody else has chosen', () => {
  const message = { headers: { 'webhook-id': 'msg_1' }, body: '{"names":["häfen"]}' };

  function post(url: string, given: Partial<OutboundParts> = {}) {
    const ports = new Set([80, 443, Number(URL.parse(url)?.port)]);
    const client = createOutboundClient({ resolver: resolving(['127.0.0.1']), allowedRanges: LOOPBACK, ports, ...given });
    return client.post({ url, ...message });
  }

  test.each(['http://10.0.0.7/', 'http://169.254.169.254/', 'http://[::1]/', 'http://inside.example/'])(
    'goes to no private address: %s',
    async (url) => {
      const given = { allowedRanges: [], resolver: resolving(['93.184.216.34', '10.0.0.7']) };
      expect(await post(url, given)).toMatchObject({ kind: 'refused', code: 'address-refused' });
    },
  );

  test('is not sent on by a redirect, not even to the same host', async () => {
    const asked: string[] = [];
    const port = await serving((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    expect(await post(`http://hooks.example:${String(port)}/`)).toMatchObject({ kind: 'refused', code: 'redirect-refused' });
    expect(asked).toEqual(['/']);
  });

  test('waits for a slow receiver as long as its limits say, and reads nothing of an endless answer', async () => {
    const slow = await listening(createServer());
    expect(await post(`http://slow.example:${String(slow)}/`, { limits: HASTY })).toMatchObject({ kind: 'refused', code: 'timed-out' });
    const endless = await serving((_, response) => {
      response.writeHead(200);
      const pour = () => {
        while (!response.destroyed && response.write('a'.repeat(65_536)));
      };
      response.on('drain', pour);
      pour();
    });
    expect(await post(`http://endless.example:${String(endless)}/`, { limits: HASTY })).toEqual({ kind: 'answered', status: 200 });
  });

  test('arrives octet by octet, with its headers and its length', async () => {
    const received = Promise.withResolvers<{ readonly headers: Record<string, unknown>; readonly body: string; readonly method: string }>();
    const port = await serving((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        received.resolve({ headers: request.headers, body: Buffer.concat(chunks).toString(), method: request.method ?? '' });
        response.writeHead(204).end();
      });
    });
    expect(await post(`http://hooks.example:${String(port)}/`)).toEqual({ kind: 'answered', status: 204 });
    const { headers, body, method } = await received.promise;
    expect([method, body, headers['webhook-id'], headers['content-length']]).toEqual(['POST', message.body, 'msg_1', '20']);
  });
});

describe('a host that the operator has named', () => {
  const { certificate, privateKey } = selfSignedCertificate();

  async function named(answer: RequestListener, { trusted }: { readonly trusted?: readonly string[] } = { trusted: [certificate] }) {
    const port = await listening(createHttpsServer({ cert: certificate, key: privateKey }, answer));
    const origin = `https://localhost:${String(port)}`;
    return { origin, port, client: createNamedHostClient({ resolver: resolving(['127.0.0.1']), origin, trusted }) };
  }

  test('leads to no other host, port, scheme or name in front, whatever it answers', async () => {
    const { origin, port, client } = await named((_request, response) => response.end('x'));
    const codes = await Promise.all(
      [
        `https://127.0.0.1:${String(port)}/`,
        `https://localhost.example:${String(port)}/`,
        'https://localhost/',
        `http://localhost:${String(port)}/`,
        `https://user@localhost:${String(port)}/`,
        'file:///etc/passwd',
      ].map(async (url) => client.ask({ url, bodyOctets: 10 })),
    );
    expect(codes.map((answer) => ('code' in answer ? answer.code : 'answered'))).toEqual([
      'redirect-refused',
      'redirect-refused',
      'port-refused',
      'redirect-refused',
      'credentials-in-url',
      'scheme-refused',
    ]);
    expect(await client.ask({ url: `${origin}/x`, bodyOctets: 10 })).toMatchObject({ kind: 'answered', status: 200 });
  });

  test('is not believed without somebody who vouches for it', async () => {
    const { origin, client } = await named((_request, response) => response.end('x'), {});
    expect(await client.ask({ url: origin, bodyOctets: 10 })).toMatchObject({ code: 'tls-failed' });
  });

  test('redirects nowhere, and says no more than was asked for', async () => {
    const { origin, client } = await named((request, response) =>
      request.url === '/large' ? response.end('x'.repeat(100)) : response.writeHead(302, { location: '/large' }).end(),
    );
    expect(await client.ask({ url: origin, bodyOctets: 1000 })).toMatchObject({ code: 'redirect-refused' });
    expect(await client.ask({ url: `${origin}/large`, bodyOctets: 99 })).toMatchObject({ code: 'answer-too-large' });
  });

  test('hears what is sent, and its headers are heard', async () => {
    const { origin, client } = await named((request, response) => {
      response.setHeader('link', ['<a>', '<b>']);
      response.setHeader('x-type', request.headers['content-type'] ?? '');
      response.setHeader('x-method', request.method ?? '');
      request.pipe(response);
    });
    const sent = { headers: { 'content-type': 'application/jose+json' }, body: '{"payload":""}' };
    const answer = await client.ask({ url: origin, bodyOctets: 100, sent });
    expect(answer).toMatchObject({
      status: 200,
      headers: { link: '<a>, <b>', 'x-type': 'application/jose+json', 'x-method': 'POST' },
      body: new TextEncoder().encode(sent.body),
    });
  });
});
