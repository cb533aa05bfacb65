import type { TestProject } from 'vitest/node';
import { type PostgresCluster, startPostgresCluster } from './postgres-cluster.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The database in which each PostgreSQL test gets a schema of its own. */
    postgresUrl: string;
  }
}

let cluster: PostgresCluster | undefined;

/** For `globalSetup` in vitest.config.ts: one cluster for the whole run … */
export async function setup(project: TestProject): Promise<void> {
  cluster = await startPostgresCluster();
  project.provide('postgresUrl', cluster.url('postgres'));
}

/** … and stopped after it. */
export async function teardown(): Promise<void> {
  await cluster?.stop();
}
