import { fastify } from 'fastify';
import { describe, expect, test } from 'vitest';
import { systemRandomness } from '../randomness.ts';
import { Secret } from '../secret.ts';
import { runChildScript } from '../testing/child-script.ts';
import { createLog, type Log, newOperationId } from './log.ts';

/** A word that is in nothing else, so that finding it anywhere in the output is finding the secret. */
const LEAK = 'hunter2correcthorse';

function logged(write: (log: Log) => void): string {
  const lines: string[] = [];
  write(createLog({ level: 'trace', destination: { write: (line) => lines.push(line) } }));
  for (const line of lines) JSON.parse(line);
  return lines.join('');
}

class LeakyError extends Error {
  readonly detail = `Key (code)=(${LEAK}) exists`;
  readonly parameters = [LEAK];
}

describe('the log does not show', () => {
  test.each<[string, (log: Log) => void]>([
    ['a Secret', (log) => log.info({ value: new Secret(LEAK) })],
    ['a Secret within a list within an object', (log) => log.info({ a: { b: [{ c: new Secret(LEAK) }] } })],
    [
      'a Secret in a message',
      (log) => log.info('signed in with %s and %o and %j', new Secret(LEAK), { x: new Secret(LEAK) }, new Secret(LEAK)),
    ],
    ['a password in the values of a message', (log) => log.info('tried %o', { password: LEAK })],
    ['a Secret bound to a child', (log) => log.child({ value: new Secret(LEAK) }).info('x')],
    [
      'a password bound to a grandchild',
      (log) =>
        log
          .child({ a: 1 })
          .child({ form: { password: LEAK } }, { level: 'trace' })
          .warn('x'),
    ],
    ['a Secret in an error’s cause', (log) => log.error(new Error('failed', { cause: { password: LEAK } }))],
    ['what a driver hangs on its errors', (log) => log.error({ err: new LeakyError('duplicate key') }, 'x')],
    ['what a driver hangs on an error thrown whole', (log) => log.error(new LeakyError('duplicate key'))],
    ['a bearer token in an error’s message', (log) => log.error(new Error(`got Authorization: Bearer ${LEAK}`))],
    ['a basic credential in a message', (log) => log.info(`sent Basic ${LEAK}=`)],
    ['the password in a database address', (log) => log.error(new Error(`cannot reach postgresql://sally:${LEAK}@db.example/x`))],
    ['the fragment of a link', (log) => log.info(`mailed https://id.example/unlock#c=${LEAK}`)],
    ['the query of a link', (log) => log.info({ location: `https://id.example/cb?code=${LEAK}` })],
    ['a signed token by its looks', (log) => log.info(`claims eyJhbGciOi.eyJ${LEAK}.c2ln`)],
    ['a password hash by its looks', (log) => log.info(`row $argon2id$v=19$m=19456,t=2,p=1$${LEAK}$x`)],
    ['a sealing key by its looks', (log) => log.info(`sallyport-sealing-key:${LEAK}`)],
    ['an API key by its looks, but for its beginning', (log) => log.info(`sallyport_key_01234567${LEAK}`)],
    ['octets', (log) => log.info({ value: Buffer.from(LEAK), other: new TextEncoder().encode(LEAK) })],
    [
      'a secret in a ring of objects',
      (log) => {
        const ring: Record<string, unknown> = { password: LEAK };
        ring['self'] = ring;
        log.info(ring);
      },
    ],
    [
      'a secret very far down',
      (log) => {
        let deep: unknown = LEAK;
        for (let level = 0; level < 50; level += 1) deep = { deep };
        log.info({ deep });
      },
    ],
  ])('%s', (_, write) => {
    const output = logged(write);
    expect(output).not.toBe('');
    expect(output).not.toContain(LEAK);
    expect(output).not.toContain(Buffer.from(LEAK).toJSON().data.slice(0, 4).join(','));
  });

  test.each(
    [
      'password',
      'newPassword',
      'password_hash',
      'PASSWORD',
      'passphrase',
      'secret',
      'clientSecret',
      'client_secret',
      'pin',
      'newPin',
      'otp',
      'code',
      'unlockCode',
    ].concat(
      [
        'recovery_codes',
        'pinResetCode',
        'activation-code',
        'answer',
        'answers',
        'seed',
        'token',
        'id_token',
        'accessToken',
        'cookie',
        'Set-Cookie',
        'authorization',
      ],
      ['Proxy-Authorization', 'x-api-key', 'privateKey', 'recoveryKey', 'jwt', 'code_verifier', 'body', 'csrfToken'],
    ),
  )('anything called %s, at any depth', (name) => {
    for (const value of [LEAK, [LEAK], { x: LEAK }]) {
      expect(
        logged((log) => {
          log.info({ [name]: value });
        }),
      ).not.toContain(LEAK);
      expect(
        logged((log) => {
          log.info({ request: { headers: { [name]: value } } });
        }),
      ).not.toContain(LEAK);
      expect(
        logged((log) => {
          log.child({ [name]: value }).info('x');
        }),
      ).not.toContain(LEAK);
    }
  });

  test('cookies, authorization, query and body of a request that Fastify logs', async () => {
    const lines: string[] = [];
    const server = fastify({ loggerInstance: createLog({ level: 'trace', destination: { write: (line) => lines.push(line) } }) });
    server.post('/sign-in', (request, reply) => {
      request.log.info({ req: request, res: reply, headers: request.headers, body: request.body }, 'seen');
      void reply.header('set-cookie', `s=${LEAK}`);
      request.log.error(Object.assign(new Error('failed'), { request }), 'failed');
      return { token: LEAK };
    });
    await server.inject({
      method: 'POST',
      url: `/sign-in?code=${LEAK}`,
      headers: { cookie: `s=${LEAK}`, authorization: `Bearer ${LEAK}` },
      payload: { password: LEAK },
    });
    await server.close();
    const output = lines.join('');
    expect(output).not.toContain(LEAK);
    expect(output).toContain('"req":{"method":"POST","path":"/sign-in","address":"127.0.0.1"}');
    expect(output).toContain('"statusCode":200');
  });
});

describe('the log shows', () => {
  test('what an operator needs: level, time, operation, account, token, status, refusal', () => {
    const output = logged((log) => {
      const entry = { accountId: 'a1', tokenId: 't1', statusCode: 303, refusal: 'link-expired', messageKey: 'link.expired', shipping: 1 };
      log.child({ operationId: 'K7Q2M-9XD4A' }).warn(entry, 'refused');
    });
    expect(JSON.parse(output)).toMatchObject({
      level: 'warn',
      operationId: 'K7Q2M-9XD4A',
      accountId: 'a1',
      tokenId: 't1',
      statusCode: 303,
      refusal: 'link-expired',
      messageKey: 'link.expired',
      shipping: 1,
      msg: 'refused',
    });
    expect(output).toMatch(/"time":"\d{4}-\d\d-\d\dT[\d:.]+Z"/);
  });

  test('an error with its type, message, stack, code and cause', () => {
    const cause = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    const { err } = JSON.parse(
      logged((log) => {
        log.error(new TypeError('no mail', { cause }));
      }),
    ) as { err: Record<string, unknown> };
    expect(err).toMatchObject({
      type: 'TypeError',
      message: 'no mail',
      cause: { type: 'Error', message: 'refused', code: 'ECONNREFUSED' },
    });
    expect(err['stack']).toContain('log.test.ts');
  });

  test('that there was a secret, where one was', () => {
    const entry = { value: new Secret(LEAK), password: LEAK };
    expect(JSON.parse(logged((log) => log.info(entry)))).toMatchObject({ value: '[secret]', password: '[secret]' });
  });

  test('links without their query and fragment', () => {
    expect(
      logged((log) => {
        log.info('see https://id.example/unlock#c=1, please');
      }),
    ).toContain('https://id.example/unlock?[secret] please');
  });

  test('absent values as absent', () => {
    expect(
      JSON.parse(
        logged((log) => {
          log.info({ password: undefined, code: null });
        }),
      ),
    ).toMatchObject({ code: null });
  });
});

test('an operation id is ten characters that nobody confuses, and no two are alike', () => {
  const ids = Array.from({ length: 1000 }, () => newOperationId(systemRandomness));
  for (const id of ids) expect(id).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
  expect(new Set(ids).size).toBe(1000);
});

describe('the last words of a process reach standard output', () => {
  test.each([
    ['one that ends by itself', ''],
    ['one that is told to exit', 'process.exit(1);'],
    ['one in which an exception is caught by nobody', `throw new Error('a bug');`],
  ])('%s', async (_, end) => {
    const code = `
      import { createLog } from '${new URL('log.ts', import.meta.url).href}';
      createLog({ level: 'info' }).info('last words');
      ${end}`;
    expect((await runChildScript(code).restOfLines()).map((line) => JSON.parse(line) as unknown)).toMatchObject([{ msg: 'last words' }]);
  });
});
