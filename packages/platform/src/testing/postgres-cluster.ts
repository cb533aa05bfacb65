import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';

const USER = 'sallyport';
const START_ATTEMPTS = 200;

export interface PostgresCluster {
  /** The URL of the database named `database` on this cluster. */
  url(database: string): string;
  stop(): Promise<void>;
}

export interface ClusterWish {
  /** The folder in which its own is made; else that for temporary files. */
  readonly under?: string;
  /** As in postgresql.conf. */
  readonly settings?: Readonly<Record<string, string>>;
}

/**
 * A PostgreSQL cluster of our own in a new folder, reachable only through a socket in that folder, with fsync left on as in earnest. It takes about two seconds to make and ends
 * with the process that made it.
 */
export function startPostgresCluster(wish: ClusterWish = {}): Promise<PostgresCluster> {
  return startIn({ ...wish, dataFolder: undefined });
}

/** The same over the data of a folder that is kept, and made where there is none. Whoever runs PostgreSQL must be let into the folder above it. */
export function startKeptCluster(wish: ClusterWish & { readonly dataFolder: string }): Promise<PostgresCluster> {
  return startIn(wish);
}

async function startIn({
  under = tmpdir(),
  settings = {},
  dataFolder,
}: ClusterWish & { readonly dataFolder: string | undefined }): Promise<PostgresCluster> {
  const programs = findPrograms();
  const folder = mkdtempSync(join(under, 'sallyport-postgres-'));
  const owner = ownerOf(folder);
  const data = dataFolder ?? join(folder, 'data');
  if (!existsSync(join(data, 'PG_VERSION'))) makeCluster({ programs, data, owner });
  const given = options({ listen_addresses: '', max_connections: '300', ...settings });
  const server = spawnServer(join(programs, 'postgres'), ['-D', data, '-k', folder, ...given], owner);
  const url = (database: string) => `postgresql:///${database}?host=${encodeURIComponent(folder)}&user=${USER}`;
  const stop = async () => {
    await stopServer(server);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await untilReady(url('postgres'), server);
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function makeCluster({ programs, data, owner }: { readonly programs: string; readonly data: string; readonly owner: Owner }): void {
  mkdirSync(data, { recursive: true });
  ownerOf(data);
  // Only the making of the cluster goes unsynced; what the tests commit is synced.
  execFileSync(join(programs, 'initdb'), ['-D', data, '-U', USER, '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'], {
    ...owner,
    stdio: 'pipe',
  });
}

function findPrograms(): string {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map((version) => join(debian, version, 'bin')), ...(process.env['PATH'] ?? '').split(':')];
  const found = folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
  if (found !== undefined) return found;
  throw new Error('The store tests need PostgreSQL, and it is not installed. On Debian or Ubuntu: apt-get install postgresql');
}

function options(settings: Readonly<Record<string, string>>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

interface Owner {
  readonly uid?: number;
  readonly gid?: number;
}

/** PostgreSQL refuses to run as root, so root lends it to the user `postgres`. */
function ownerOf(folder: string): Owner {
  if (process.getuid?.() !== 0) return {};
  const number = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  const owner = { uid: number('-u'), gid: number('-g') };
  chownSync(folder, owner.uid, owner.gid);
  return owner;
}

/** With setpriv the kernel stops the server when the test run is killed; elsewhere only an orderly end does. */
function spawnServer(program: string, args: readonly string[], owner: Owner): ChildProcess {
  const setpriv = '/usr/bin/setpriv';
  const command = existsSync(setpriv) ? [setpriv, '--pdeathsig', 'INT', program, ...args] : [program, ...args];
  const [first = program, ...rest] = command;
  return spawn(first, rest, { ...owner, stdio: ['ignore', 'ignore', 'pipe'] });
}

async function untilReady(url: string, server: ChildProcess): Promise<void> {
  let log = '';
  server.stderr?.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-4000);
  });
  for (let attempt = 0; attempt < START_ATTEMPTS; attempt += 1) {
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      if (server.exitCode !== null) break;
      await pause(50);
    }
  }
  throw new Error(`PostgreSQL did not start:\n${log}`);
}

async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  // SIGINT is PostgreSQL's fast shutdown: it closes the connections and ends cleanly.
  server.kill('SIGINT');
  await ended;
}
