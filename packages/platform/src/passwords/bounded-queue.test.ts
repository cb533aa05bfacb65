import { describe, expect, test } from 'vitest';
import { createBoundedQueue } from './bounded-queue.ts';

const ASKER = { lane: 'known', network: '192.0.2.10', account: 'ada.quay' } as const;
const STRANGER = { lane: 'stranger', network: '203.0.113.66', account: 'nobody' } as const;

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
    const results = tasks.map(({ task }) => queue.run(ASKER, task));
    const refused = held();
    expect(await queue.run(ASKER, refused.task)).toBe('busy');
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
      await queue.run(ASKER, () => work(index % 7));
    };
    await Promise.all(Array.from({ length: 300 }, (_, index) => arrive(index)));
    expect(most).toBe(3);
    expect(running).toBe(0);
  });

  test('lets a newcomer wait when the place that became free was handed to the first of the line', async () => {
    const queue = createBoundedQueue({ atOnce: 1, waiting: 5 });
    const [first, second, newcomer] = [held(), held(), held()];
    const results = [queue.run(ASKER, first.task), queue.run(ASKER, second.task)];
    first.end('first');
    await results[0];
    results.push(queue.run(ASKER, newcomer.task));
    await new Promise(setImmediate);
    expect([second.begun(), newcomer.begun()]).toEqual([true, false]);
    second.end('second');
    newcomer.end('newcomer');
    expect(await Promise.all(results)).toEqual(['first', 'second', 'newcomer']);
  });

  test('serves in the order of arrival', async () => {
    const queue = createBoundedQueue({ atOnce: 1, waiting: 10 });
    const served: number[] = [];
    await Promise.all([0, 1, 2, 3, 4].map((number) => queue.run(ASKER, () => Promise.resolve(served.push(number)))));
    expect(served).toEqual([0, 1, 2, 3, 4]);
  });

  test('frees the place of a task that failed', async () => {
    const queue = createBoundedQueue({ atOnce: 1, waiting: 1 });
    const failing = held();
    const failed = queue.run(ASKER, failing.task);
    const after = queue.run(ASKER, () => Promise.resolve('served'));
    failing.fail(new Error('out of memory'));
    await expect(failed).rejects.toThrow('out of memory');
    expect(await after).toBe('served');
  });

  test('takes callers again after it was busy', async () => {
    const queue = createBoundedQueue({ atOnce: 1, waiting: 0 });
    const first = held();
    const result = queue.run(ASKER, first.task);
    expect(await queue.run(ASKER, () => Promise.resolve('x'))).toBe('busy');
    first.end('done');
    await result;
    expect(await queue.run(ASKER, () => Promise.resolve('x'))).toBe('x');
  });

  test('a newcomer of another network takes the place of the last of the one that floods, who is told that it is full', async () => {
    const queue = createBoundedQueue({ atOnce: 1, waiting: 2 });
    const running = held();
    const first = queue.run(STRANGER, running.task);
    const flood = [1, 2].map((number) => queue.run(STRANGER, () => Promise.resolve(number)));
    const newcomer = queue.run({ ...STRANGER, network: '198.51.100.7' }, () => Promise.resolve('served'));
    expect(await flood[1]).toBe('busy');
    running.end('done');
    expect(await Promise.all([first, flood[0], newcomer])).toEqual(['done', 1, 'served']);
  });

  test('strangers leave one place free: somebody known starts at once, however many of them there are', async () => {
    const queue = createBoundedQueue({ atOnce: 3, waiting: 10 });
    const strangers = Array.from({ length: 8 }, held);
    const flood = strangers.map(({ task }) => queue.run(STRANGER, task));
    expect(await queue.run(ASKER, () => Promise.resolve('served'))).toBe('served');
    expect(strangers.filter(({ begun }) => begun())).toHaveLength(2);
    for (const stranger of strangers) stranger.end('done');
    expect(await Promise.all(flood)).toEqual(Array(8).fill('done'));
  });

  test('while somebody known is served only one stranger is, and when they have left every place of the strangers is taken again', async () => {
    const queue = createBoundedQueue({ atOnce: 4, besideKnown: 2, waiting: 10 });
    const known = held();
    const served = queue.run(ASKER, known.task);
    const strangers = Array.from({ length: 6 }, held);
    const flood = strangers.map(({ task }) => queue.run(STRANGER, task));
    const begun = (): number => strangers.filter((stranger) => stranger.begun()).length;
    await new Promise(setImmediate);
    expect(begun()).toBe(1);
    strangers[0]?.end('done');
    await flood[0];
    await new Promise(setImmediate);
    expect(begun()).toBe(2);
    known.end('done');
    await served;
    await new Promise(setImmediate);
    expect(begun()).toBe(4);
    for (const stranger of strangers) stranger.end('done');
    expect(await Promise.all(flood)).toEqual(Array(6).fill('done'));
  });

  test('a stranger is served even where only people who are known come without a pause', async () => {
    const queue = createBoundedQueue({ atOnce: 2, waiting: 10 });
    const known = Array.from({ length: 12 }, held);
    const crowd = known.map(({ task }) => queue.run(ASKER, task));
    const stranger = held();
    const served = queue.run(STRANGER, stranger.task);
    for (const one of known.slice(0, 6)) one.end('done');
    await new Promise(setImmediate);
    expect(stranger.begun()).toBe(true);
    stranger.end('done');
    for (const one of known) one.end('done');
    await Promise.all([served, ...crowd]);
  });

  test('no place is lost in any order of coming and going of both lanes', async () => {
    const queue = createBoundedQueue({ atOnce: 3, waiting: 1000 });
    const running = { known: 0, stranger: 0 };
    const most = { known: 0, stranger: 0, both: 0 };
    const work = async (lane: 'known' | 'stranger', turns: number): Promise<void> => {
      running[lane] += 1;
      most[lane] = Math.max(most[lane], running[lane]);
      most.both = Math.max(most.both, running.known + running.stranger);
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      running[lane] -= 1;
    };
    const arrive = async (index: number): Promise<unknown> => {
      const asker = index % 3 === 0 ? ASKER : { ...STRANGER, network: String(index % 5) };
      for (let turn = 0; turn < index; turn += 1) await Promise.resolve();
      return queue.run(asker, () => work(asker.lane, index % 11));
    };
    await Promise.all(Array.from({ length: 300 }, (_, index) => arrive(index)));
    expect(most).toEqual({ known: 3, stranger: 2, both: 3 });
    expect(running).toEqual({ known: 0, stranger: 0 });
  });
});
