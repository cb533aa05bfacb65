import { createServer } from 'node:net';
import type { ListenerName } from '@sallyport/installation';
import fastify from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { openListeners } from './open-listeners.ts';

const NO_PORT_IN_PARTICULAR = [
  ['federation', 0],
  ['certificate-services', 0],
] as const;

/** Opens listeners of these names, each at its port. */
function open(ports: readonly (readonly [ListenerName, number])[], host = '127.0.0.1'): ReturnType<typeof openListeners> {
  const listeners = ports.map(([name, port]) => ({ name, port, listener: fastify() }));
  onTestFinished(async () => {
    await Promise.all(listeners.map(({ listener }) => listener.close()));
  });
  return openListeners(host, listeners);
}

async function takenPort(): Promise<number> {
  const other = createServer();
  onTestFinished(() => {
    other.close();
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const address = other.address();
  return typeof address === 'object' && address ? address.port : expect.unreachable('a server without a port');
}

test('ports that another program has are named all at once, with what to do', async () => {
  const [first, second] = [await takenPort(), await takenPort()];
  const opening = await open([
    ['federation', first],
    ['certificate-services', 0],
    ['self-administration', second],
  ]);
  if (opening.kind === 'open') expect.unreachable('taken ports were opened');
  expect(opening.problems).toContain(`Port ${String(first)} (federation) is taken by another program`);
  expect(opening.problems).toContain(`Port ${String(second)} (self-administration) is taken by another program`);
  expect(opening.problems).toContain('SALLYPORT_BASE_PORT');
  expect(opening.problems.split('\n')).toHaveLength(3);
});

test('an address that this machine has not is named once, by its setting', async () => {
  const opening = await open(NO_PORT_IN_PARTICULAR, '203.0.113.7');
  expect(opening).toEqual({
    kind: 'refused',
    problems: 'Sallyport cannot start:\n  SALLYPORT_LISTEN_HOST is 203.0.113.7, which is no address of this machine.',
  });
});

test('free ports are opened', async () => {
  expect(await open(NO_PORT_IN_PARTICULAR)).toEqual({ kind: 'open' });
});
