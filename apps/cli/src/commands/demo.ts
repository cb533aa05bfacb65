import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type InstallationConfiguration, readConfiguration } from '@sallyport/installation';
import { systemClock } from '@sallyport/platform';
import { type Demonstration, fillDemonstration } from '../demonstration/fill.ts';
import { fillCertificates } from '../demonstration/fill-certificates.ts';
import { welcome } from '../demonstration/welcome.ts';
import { startServer } from '../server-process.ts';
import type { Command } from '../usage.ts';
import { withInstallation } from '../with-installation.ts';

const SUPPORT_FILE = join(import.meta.dirname, '../demonstration/support.json');

/** What the demonstration sets where nothing else is set. */
function demonstrationEnvironment(): NodeJS.ProcessEnv {
  return {
    SALLYPORT_ISSUER_NAME: 'Northwind Harbour Authority',
    SALLYPORT_SUPPORT_FILE: SUPPORT_FILE,
    SALLYPORT_SUPPORT_MAIL: 'help-desk@northwind.example',
    SALLYPORT_SUPPORT_TELEPHONE: '+800 5550 0199',
    SALLYPORT_CERTIFICATE_SUFFIXES: 'northwind.example localhost 127.0.0.1 192.0.2.17',
    SALLYPORT_LOG_LEVEL: 'warn',
    ...process.env,
  };
}

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

/** Fills first, serves then: one process at a time on the embedded database. */
export const demo: Command = {
  name: 'demo',
  synopsis: '',
  summary: 'Fills the demonstration, runs the server, and prints where to go.',
  run: async () => {
    const environment = demonstrationEnvironment();
    let filled: { configuration: InstallationConfiguration; demonstration: Demonstration } | undefined;
    await makeCaInThePast(environment);
    const code = await withInstallation({ environment }, async ({ configuration, installation }) => {
      filled = { configuration, demonstration: await fillDemonstration(installation.identity) };
      await fillCertificates(installation);
      return 0;
    });
    if (code !== 0 || !filled) return code;
    const server = startServer(environment);
    if (await server.ready) process.stdout.write(welcome(filled));
    return server.exitCode;
  },
};
