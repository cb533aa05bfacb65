import type { TestProject } from 'vitest/node';
import { startPostgresCluster } from './postgres-cluster.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The database in which each PostgreSQL test gets a schema of its own. */
    postgresUrl: string;
  }
}

/** For `globalSetup` in vitest.config.ts: one cluster for the whole run, stopped after it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startPostgresCluster();
  project.provide('postgresUrl', cluster.url('postgres'));
  return cluster.stop;
}
