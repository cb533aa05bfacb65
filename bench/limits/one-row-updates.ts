import type { DatabaseSync } from 'node:sqlite';
import { BareGroupCommit, openDurably } from './bare-group-commit.ts';

/** The least durable thing SQLite can be asked to do: one UPDATE of one small row. */
export class OneRowUpdates {
  readonly #database: DatabaseSync;
  readonly #group: BareGroupCommit<number>;

  constructor({ file, rows }: { readonly file: string; readonly rows: number }) {
    this.#database = openDurably(file);
    this.#database.exec('create table mark (id integer primary key, last_step integer not null) strict; begin');
    const insert = this.#database.prepare('insert into mark (id, last_step) values (?, 0)');
    for (let row = 0; row < rows; row += 1) insert.run(row);
    this.#database.exec('commit');
    const mark = this.#database.prepare('update mark set last_step = last_step + 1 where id = ?');
    this.#group = new BareGroupCommit(this.#database, { work: (row) => mark.run(row) });
  }

  /** Resolves when the mark is on the disk. */
  mark(row: number): Promise<void> {
    return this.#group.submit(row);
  }

  close(): void {
    this.#database.close();
  }
}
