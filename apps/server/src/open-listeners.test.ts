import { createServer } from 'node:net';
import type { InstallationConfiguration } from '@sallyport/installation';
import fastify from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { openListeners } from './open-listeners.ts';

type Listeners = InstallationConfiguration['listeners'];
type Name = keyof Listeners;

/** Opens listeners of these names, each at its port. */
function open(ports: Partial<Record<Name, number>>, listenHost = '127.0.0.1'): ReturnType<typeof openListeners> {
  const names = Object.keys(ports) as Name[];
  const built = names.map((name) => ({ name, listener: fastify() }));
  onTestFinished(async () => {
    await Promise.all(built.map(({ listener }) => listener.close()));
  });
  const listeners = Object.fromEntries(names.map((name) => [name, { origin: '', port: ports[name] }])) as unknown as Listeners;
  return openListeners({ listeners: built, configuration: { listenHost, listeners } });
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
  const opening = await open({ federation: first, 'certificate-services': 0, 'self-administration': second });
  if (opening.kind === 'open') expect.unreachable('taken ports were opened');
  expect(opening.problems).toContain(`Port ${String(first)} (federation) is taken by another program`);
  expect(opening.problems).toContain(`Port ${String(second)} (self-administration) is taken by another program`);
  expect(opening.problems).toContain('SALLYPORT_BASE_PORT');
  expect(opening.problems.split('\n')).toHaveLength(3);
});

test('an address that this machine has not is named once, by its setting', async () => {
  const opening = await open({ federation: 0, 'certificate-services': 0 }, '203.0.113.7');
  expect(opening).toEqual({
    kind: 'refused',
    problems: 'Sallyport cannot start:\n  SALLYPORT_LISTEN_HOST is 203.0.113.7, which is no address of this machine.',
  });
});

test('free ports are opened', async () => {
  expect(await open({ federation: 0, 'certificate-services': 0 })).toEqual({ kind: 'open' });
});
