import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { type PostgresCluster, startPostgresCluster } from './postgres-cluster.ts';
import { scratchFolder } from './scratch-folder.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The database in which each PostgreSQL database of a test is a schema of its own. */
    postgresUrl: string;
    /** Where each SQLite database of a test has a folder of its own. */
    databaseFolder: string;
  }
}

let folder: string | undefined;
let cluster: PostgresCluster | undefined;

/** For `globalSetup` in vitest.config.ts: one cluster and one folder for the whole run … */
export async function setup(project: TestProject): Promise<void> {
  folder = mkdtempSync(join(scratchFolder(), 'sallyport-store-'));
  // No deadlock is resolved here: works that wait for each other are refused after the `lock_timeout` of every connection, and their test fails.
  cluster = await startPostgresCluster({ under: scratchFolder(), settings: { deadlock_timeout: '10min' } });
  project.provide('databaseFolder', folder);
  project.provide('postgresUrl', cluster.url('postgres'));
}

/** … both gone after it. */
export async function teardown(): Promise<void> {
  await cluster?.stop();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}
