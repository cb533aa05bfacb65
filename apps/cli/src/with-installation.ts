import { readFileSync } from 'node:fs';
import {
  EXIT_CONFIGURATION,
  type Installation,
  type InstallationConfiguration,
  openInstallation,
  readConfiguration,
} from '@sallyport/installation';
import { type Clock, createLog, DatabaseUnusable, KeyringRefused, systemClock, systemRandomness } from '@sallyport/platform';

const EXIT_FAILED = 1;

export interface OpenedInstallation {
  readonly configuration: InstallationConfiguration;
  readonly installation: Installation;
}

/** Opens the installation the environment names, works in it, and closes it again. What keeps it from opening is told, not thrown. */
export async function withInstallation(
  how: { readonly environment: NodeJS.ProcessEnv; readonly access?: 'read-only' | 'beside'; readonly clock?: Clock },
  work: (opened: OpenedInstallation) => Promise<number>,
): Promise<number> {
  const reading = readConfiguration({ environment: how.environment, readFile: (path) => readFileSync(path, 'utf8') });
  if (reading.kind === 'refused') {
    process.stderr.write(`${reading.problems}\n`);
    return EXIT_CONFIGURATION;
  }
  const { configuration } = reading;
  try {
    const log = createLog({ level: 'silent' });
    const installation = await openInstallation(configuration, {
      clock: how.clock ?? systemClock,
      randomness: systemRandomness,
      log,
      ...(how.access === undefined ? {} : { access: how.access }),
    });
    try {
      return await work({ configuration, installation });
    } finally {
      await installation.close();
    }
  } catch (error) {
    if (!(error instanceof DatabaseUnusable) && !(error instanceof KeyringRefused)) throw error;
    process.stderr.write(`${error.message}\n`);
    return EXIT_FAILED;
  }
}
