import { expect, test } from 'vitest';
import { DeviceAuthenticator, type DeviceState } from './device-authenticator.ts';

type Ceremonies = Awaited<ReturnType<ConstructorParameters<typeof DeviceAuthenticator>[0]['load']>>;

const question = { credentialId: Uint8Array.of(1), relyingPartyId: 'token.example', inputs: [new Uint8Array(32)] };
const credential = { relyingPartyId: 'token.example', relyingPartyName: 'Soft Token', userName: 'Ada Quay' };

function deviceWith(ceremonies: Partial<Ceremonies> | Error) {
  const states: DeviceState[] = [];
  const load = (): Promise<Ceremonies> =>
    ceremonies instanceof Error ? Promise.reject(ceremonies) : Promise.resolve(ceremonies as unknown as Ceremonies);
  return { device: new DeviceAuthenticator({ load, onState: (state) => states.push(state) }), states };
}

/** A ceremony that ends when it is told to, as the browser's do. */
const untilAborted = (signal: AbortSignal) =>
  new Promise<{ readonly kind: 'cancelled' }>((resolve) => {
    signal.addEventListener('abort', () => {
      resolve({ kind: 'cancelled' });
    });
  });

test('ceremonies that cannot be fetched, or that fall over, are no authenticator, and nobody waits for ever', async () => {
  const broken: Partial<Ceremonies> = {
    isOffered: () => Promise.reject(new Error('broken')),
    register: () => Promise.reject(new Error('broken')),
    evaluate: () => Promise.reject(new Error('broken')),
    forget: () => Promise.reject(new Error('broken')),
  };
  for (const ceremonies of [new Error('404'), broken]) {
    const { device, states } = deviceWith(ceremonies);
    expect(await device.isOffered()).toBe(false);
    expect(await device.register(credential)).toEqual({ kind: 'unavailable' });
    expect(await device.evaluate(question)).toEqual({ kind: 'unavailable' });
    await expect(device.forget(question)).resolves.toBeUndefined();
    expect(states).toEqual(['asking', 'idle', 'asking', 'idle']);
  }
});

test('a question that is cancelled, or overtaken by another, is answered with a no; the person is asked one thing at a time', async () => {
  const { device, states } = deviceWith({ evaluate: (_, signal) => untilAborted(signal) });
  const first = device.evaluate(question);
  // The ceremonies come by a promise, so that the second question meets the first under way.
  await Promise.resolve();
  const second = device.evaluate(question);
  await expect.poll(() => states).toEqual(['asking', 'asking']);
  device.cancel();
  expect(await Promise.all([first, second])).toEqual([{ kind: 'cancelled' }, { kind: 'cancelled' }]);
  expect(states).toEqual(['asking', 'asking', 'idle']);
  device.cancel();
  expect(states).toHaveLength(3);
});
