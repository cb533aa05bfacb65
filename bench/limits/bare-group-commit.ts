import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';

/**
 * The least that SQLite can be asked to do for a durable, single-use mark: each caller one UPDATE of one row in a savepoint of its own,
 * one commit for all who wait, `synchronous = FULL`. Hand-written SQL, prepared once, nothing in between.
 */
export class BareGroupCommit {
  readonly #database: DatabaseSync;
  readonly #statements: Record<'begin' | 'savepoint' | 'mark' | 'release' | 'commit', StatementSync>;
  #waiting: { readonly row: number; readonly resolve: () => void }[] = [];

  constructor({ folder, rows }: { readonly folder: string; readonly rows: number }) {
    this.#database = new DatabaseSync(join(folder, 'limit.db'));
    this.#database.exec('pragma journal_mode = wal; pragma synchronous = full');
    this.#database.exec('create table token (id integer primary key, last_step integer not null) strict; begin');
    const insert = this.#database.prepare('insert into token (id, last_step) values (?, 0)');
    for (let row = 0; row < rows; row += 1) insert.run(row);
    this.#database.exec('commit');
    this.#statements = {
      begin: this.#database.prepare('begin immediate'),
      savepoint: this.#database.prepare('savepoint work'),
      mark: this.#database.prepare('update token set last_step = last_step + 1 where id = ?'),
      release: this.#database.prepare('release work'),
      commit: this.#database.prepare('commit'),
    };
  }

  /** Resolves when the mark is on the disk. */
  mark(row: number): Promise<void> {
    return new Promise((resolve) => {
      if (this.#waiting.push({ row, resolve }) === 1)
        setImmediate(() => {
          this.#commitAll();
        });
    });
  }

  close(): void {
    this.#database.close();
  }

  #commitAll(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    const { begin, savepoint, mark, release, commit } = this.#statements;
    begin.run();
    for (const { row } of waiting) {
      savepoint.run();
      mark.run(row);
      release.run();
    }
    commit.run();
    for (const { resolve } of waiting) resolve();
  }
}
