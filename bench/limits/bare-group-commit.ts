import { DatabaseSync } from 'node:sqlite';

/** SQLite as durable as the store's, with its room in memory and in the log: what the store writes less often, the limit does too. */
export function openDurably(file: string): DatabaseSync {
  const database = new DatabaseSync(file);
  database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -32768; pragma wal_autocheckpoint = 4000');
  return database;
}

export interface BareWorks<Given> {
  /** The statements of one caller. */
  readonly work: (given: Given) => void;
  /** The statements that all callers of a commit share. */
  readonly beforeCommit?: () => void;
}

/**
 * The least that a group commit can be: each caller's statements in a savepoint of their own, one commit for all who wait. Hand-written
 * SQL, prepared once, nothing in between.
 */
export class BareGroupCommit<Given> {
  readonly #works: BareWorks<Given>;
  readonly #commands;
  #waiting: { readonly given: Given; readonly resolve: () => void }[] = [];

  constructor(database: DatabaseSync, works: BareWorks<Given>) {
    this.#works = works;
    this.#commands = {
      begin: database.prepare('begin immediate'),
      savepoint: database.prepare('savepoint work'),
      release: database.prepare('release work'),
      commit: database.prepare('commit'),
    };
  }

  /** Resolves when the work is on the disk. */
  submit(given: Given): Promise<void> {
    return new Promise((resolve) => {
      if (this.#waiting.push({ given, resolve }) === 1)
        setImmediate(() => {
          this.#commitAll();
        });
    });
  }

  #commitAll(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    const { begin, savepoint, release, commit } = this.#commands;
    begin.run();
    for (const { given } of waiting) {
      savepoint.run();
      this.#works.work(given);
      release.run();
    }
    this.#works.beforeCommit?.();
    commit.run();
    for (const { resolve } of waiting) resolve();
  }
}
