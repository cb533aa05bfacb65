/**
 * What every process of one installation opens: its settings, the keys that seal its secrets, the database with the tables of all
 * rooms, its mail. The server and the command line stand on it, so that both mean the same installation.
 */
export {
  type ConfigurationReading,
  EXIT_CONFIGURATION,
  type InstallationConfiguration,
  type ListenerAddress,
  type ListenerName,
  readConfiguration,
  settings,
} from './configuration.ts';
export { type Installation, openInstallation, outboxFolder, type Surroundings } from './open-installation.ts';
export type { ServerSchema } from './server-schema.ts';
