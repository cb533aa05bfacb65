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
  readonly databaseFile: string;
  readonly remove: () => Promise<void>;
}

/** The `SALLYPORT_…` settings of an installation; whatever they do not name is as it comes. */
export type Settings = Readonly<Record<string, string>>;

const SUPPORT_FILE = join(import.meta.dirname, '../../apps/cli/demonstration/support.json');

export async function temporaryInstallation(clock: Clock): Promise<TemporaryInstallation> {
  const folder = await temporaryFolder();
  const installation = await openIn(settingsFor(folder), clock);
  return {
    installation,
    folder,
    databaseFile: join(folder, 'sallyport.db'),
    remove: async () => {
      await installation.close();
      await removeFolder(folder);
    },
  };
}

export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'sallyport-bench-'));
}

export function removeFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true });
}

export function settingsFor(folder: string): Settings {
  return { SALLYPORT_DATA: folder, SALLYPORT_SUPPORT_FILE: SUPPORT_FILE };
}

/** The database belongs to one process: close it before a server opens it. */
export function openIn(settings: Settings, clock: Clock): Promise<Installation> {
  const reading = readConfiguration({ environment: settings, readFile: (path) => readFileSync(path, 'utf8') });
  if (reading.kind === 'refused') throw new Error(reading.problems);
  const log = createLog({ level: 'error' });
  return openInstallation(reading.configuration, { clock, randomness: systemRandomness, log });
}
