import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { EXIT_CONFIGURATION, openInstallation, readConfiguration } from '@sallyport/installation';
import { createLog, letHashingGiveWay, systemClock, systemRandomness } from '@sallyport/platform';
import { collectAfterStart } from './collect-after-start.ts';
import { startHousekeeping } from './housekeeping.ts';
import { loadAssets } from './http/assets.ts';
import { startIssuanceRounds } from './issuance-rounds.ts';
import { buildListeners } from './listeners.ts';
import { startNoticeRounds } from './notice-rounds.ts';
import { openListeners } from './open-listeners.ts';
import { startRevocationRounds } from './revocation/revocation-rounds.ts';
import { loadSupport } from './support/load-support.ts';

/** The composition root: configuration → installation → listeners → until a signal asks to stop, then drain. Runs from `apps/server/dist`. */

const BUILT = import.meta.dirname;

const reading = readConfiguration({ environment: process.env, readFile: (path) => readFileSync(path, 'utf8') });
if (reading.kind === 'refused') refuseToStart(reading.problems);
const { configuration } = reading;
const support = loadSupport(configuration.supportFile);
if (support.kind === 'refused') refuseToStart(support.problems);

const log = createLog({ level: configuration.logLevel });
const installation = await openInstallation(configuration, { clock: systemClock, randomness: systemRandomness, log });
const listeners = await buildListeners({
  configuration,
  installation,
  support: support.directory,
  assets: await loadAssets(join(BUILT, 'assets')),
  softTokenFolder: join(BUILT, '../../soft-token/dist'),
  log,
  wait,
});

log.debug({ threads: await letHashingGiveWay() }, 'hashing gives way to the event loop');
const opening = await openListeners(configuration.listenHost, listeners);
if (opening.kind === 'refused') refuseToStart(opening.problems);
installation.delivery.start();
const housekeeping = startHousekeeping({ installation, log });
const { certificates } = installation;
const rounds = [startRevocationRounds, startIssuanceRounds, startNoticeRounds].map((start) => start({ certificates, log }));
log.info({ listeners: listeners.map(({ name }) => configuration.listeners[name].origin) }, 'ready');
// Whoever started this process with a channel to it waits for this word.
process.send?.('ready');
collectAfterStart();

let isStopping = false;
async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  housekeeping.stop();
  for (const one of rounds) one.stop();
  await Promise.all(listeners.map(({ listener }) => listener.close()));
  await installation.close();
  if (process.connected) process.disconnect();
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());

function refuseToStart(problems: string): never {
  process.stderr.write(`${problems}\n`);
  process.exit(EXIT_CONFIGURATION);
}
