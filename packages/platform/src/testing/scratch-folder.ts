import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';

const IN_MEMORY = '/dev/shm';
/** A container may give it 64 MB: too little for a PostgreSQL cluster. */
const ENOUGH_OCTETS = 2 ** 30;

/**
 * Where databases of tests live: in memory where Linux offers enough of it, elsewhere in the folder for temporary files. What is committed there is synced all the same, but
 * nobody waits for a disk.
 */
export function scratchFolder(): string {
  try {
    const { bavail, bsize } = statfsSync(IN_MEMORY);
    return bavail * bsize >= ENOUGH_OCTETS ? IN_MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}
