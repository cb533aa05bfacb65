import { readdir, readFile } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';

const THREADS = '/proc/self/task';
/** The threads of libuv's pool, which hash. */
const POOL_THREAD = 'libuv-worker';

/**
 * Lets the event loop go before the threads that hash: when every core hashes, whoever asks for a page that needs no hash would wait for the end of a time slice at every step
 * of it, and a flood of wrong passwords would be felt by everybody. Linux gives each thread a niceness of its own (setpriority(2), “C library/kernel differences”).
 *
 * Resolves to how many threads give way now: none on another system, or where it is forbidden; everything works there too.
 */
export async function letHashingGiveWay(): Promise<number> {
  try {
    // The pool has all its threads from its first task on, and to read a folder is one.
    const threads = await readdir(THREADS);
    const names = await Promise.all(threads.map((thread) => readFile(`${THREADS}/${thread}/comm`, 'utf8')));
    const hashing = threads.filter((_, index) => names[index]?.trim() === POOL_THREAD);
    for (const thread of hashing) setPriority(Number(thread), constants.priority.PRIORITY_BELOW_NORMAL);
    return hashing.length;
  } catch {
    return 0;
  }
}
