import { describe, expect, test } from 'vitest';
import { createBoundedQueue } from './bounded-queue.ts';

/** A task that ends when the test says so. */
function held(): { task: () => Promise<string>; end: (result: string) => void; fail: (error: Error) => void; begun: () => boolean } {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let begun = false;
  return {
    task: () => {
      begun = true;
      return promise;
    },
    end: resolve,
    fail: reject,
    begun: () => begun,
  };
}

describe('a bounded queue', () => {
  test('tells a caller at once that it is busy when as many wait as may, and does not run the task', async () => {
    const queue = createBoundedQueue({ atOnce: 1, waiting: 2 });
    const tasks = [held(), held(), held()];
    const results = tasks.map(({ task }) => queue.run(task));
    const refused = held();
    expect(await queue.run(refused.task)).toBe('busy');
    for (const [index, task] of tasks.entries()) task.end(String(index));
    expect(await Promise.all(results)).toEqual(['0', '1', '2']);
    expect(refused.begun()).toBe(false);
  });

  test('never runs more than allowed, whenever callers come: while others wait, run, or have just left', async () => {
    const queue = createBoundedQueue({ atOnce: 3, waiting: 1000 });
    let running = 0;
    let most = 0;
    const work = async (turns: number): Promise<void> => {
      running += 1;
      most = Math.max(most, running);
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      running -= 1;
    };
    const arrive = async (index: number): Promise<void> => {
      for (let turn = 0; turn < index * 2; turn += 1) await Promise.resolve();
      await queue.run(() => work(index % 7));
    };
    await Promise.all(Array.from({ length: 300 }, (_, index) => arrive(index)));
    expect(most).toBe(3);
    expect(running).toBe(0);
  });

  test('lets a newcomer wait when the place that became free was handed to the first of the line', async () => {
    const queue = createBoundedQueue({ atOnce: 1, waiting: 5 });
    const [first, second, newcomer] = [held(), held(), held()];
    const results = [queue.run(first.task), queue.run(second.task)];
    first.end('first');
    await results[0];
    results.push(queue.run(newcomer.task));
    await new Promise(setImmediate);
    expect([second.begun(), newcomer.begun()]).toEqual([true, false]);
    second.end('second');
    newcomer.end('newcomer');
    expect(await Promise.all(results)).toEqual(['first', 'second', 'newcomer']);
  });

  test('serves in the order of arrival', async () => {
    const queue = createBoundedQueue({ atOnce: 1, waiting: 10 });
    const served: number[] = [];
    await Promise.all([0, 1, 2, 3, 4].map((number) => queue.run(() => Promise.resolve(served.push(number)))));
    expect(served).toEqual([0, 1, 2, 3, 4]);
  });

  test('frees the place of a task that failed', async () => {
    const queue = createBoundedQueue({ atOnce: 1, waiting: 1 });
    const failing = held();
    const failed = queue.run(failing.task);
    const after = queue.run(() => Promise.resolve('served'));
    failing.fail(new Error('out of memory'));
    await expect(failed).rejects.toThrow('out of memory');
    expect(await after).toBe('served');
  });

  test('takes callers again after it was busy', async () => {
    const queue = createBoundedQueue({ atOnce: 1, waiting: 0 });
    const first = held();
    const result = queue.run(first.task);
    expect(await queue.run(() => Promise.resolve('x'))).toBe('busy');
    first.end('done');
    await result;
    expect(await queue.run(() => Promise.resolve('x'))).toBe('x');
  });
});
