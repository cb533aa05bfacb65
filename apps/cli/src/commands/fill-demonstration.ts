import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { readConfiguration } from '@sallyport/installation';
import { systemClock } from '@sallyport/platform';
import { demonstrationEnvironment } from '../demonstration/environment.ts';
import { fillDemonstration } from '../demonstration/fill.ts';
import { fillCertificates } from '../demonstration/fill-certificates.ts';
import { guide } from '../demonstration/guide.ts';
import type { Command } from '../usage.ts';
import { withInstallation } from '../with-installation.ts';

const CA_AGE_MS = 500 * 86_400_000;

/** A CA is older than what it has signed: that of a new demonstration is made in the past. */
async function makeCaInThePast(environment: NodeJS.ProcessEnv): Promise<void> {
  const reading = readConfiguration({ environment, readFile: (path) => readFileSync(path, 'utf8') });
  // What is wrong with the configuration is told when it is opened in earnest.
  if (reading.kind === 'refused') return;
  const { dataFolder } = reading.configuration;
  if (existsSync(dataFolder) && readdirSync(dataFolder).length > 0) return;
  await withInstallation({ environment, clock: { now: () => systemClock.now() - CA_AGE_MS } }, () => Promise.resolve(0));
}

export const fillDemonstrationCommand: Command = {
  name: 'fill-demonstration',
  synopsis: '',
  summary: 'Fills the demonstration as far as it is not filled, and prints where to go in it.',
  run: async () => {
    const environment = demonstrationEnvironment();
    await makeCaInThePast(environment);
    return withInstallation({ environment }, async ({ configuration, installation }) => {
      const demonstration = await fillDemonstration(installation.identity);
      await fillCertificates(installation);
      process.stdout.write(guide({ configuration, demonstration }));
      return 0;
    });
  },
};
