import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Installation, openInstallation, readConfiguration } from '@sallyport/installation';
import { type Clock, createLog, systemRandomness } from '@sallyport/platform';

/** An installation as the server opens it, in a folder of its own that is gone afterwards: file database, sealing keys, audit log. */
export interface TemporaryInstallation {
  readonly installation: Installation;
  /** For the limit, so that it writes to the same disk. */
  readonly folder: string;
  readonly remove: () => Promise<void>;
}

const SUPPORT_FILE = join(import.meta.dirname, '../../apps/cli/demonstration/support.json');

export async function temporaryInstallation(clock: Clock): Promise<TemporaryInstallation> {
  const folder = await mkdtemp(join(tmpdir(), 'sallyport-bench-'));
  const reading = readConfiguration({
    environment: { SALLYPORT_DATA: folder, SALLYPORT_SUPPORT_FILE: SUPPORT_FILE },
    readFile: (path) => readFileSync(path, 'utf8'),
  });
  if (reading.kind === 'refused') throw new Error(reading.problems);
  const log = createLog({ level: 'error' });
  const installation = await openInstallation(reading.configuration, { clock, randomness: systemRandomness, log });
  return {
    installation,
    folder,
    remove: async () => {
      await installation.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
