import { QueryCreator } from 'kysely';
import type { Baton, Batons } from './baton.ts';
import type { Connection } from './connection.ts';
import type { Engine, Transaction } from './database.ts';
import { TransactionOver } from './errors.ts';
import { executorOn } from './kysely-executor.ts';
import type { Statement } from './statement.ts';

/**
 * What a work gets to hold. It lets go of the connection when the work has settled, so that a query nobody awaited fails loudly
 * instead of running inside somebody else's transaction.
 */
export class WorkTransaction<Schema> implements Transaction<Schema> {
  readonly engine: Engine;
  readonly #batons: Batons;
  #connection: Connection | undefined;
  #query: QueryCreator<Schema> | undefined;

  constructor(connection: Connection, batons: Batons) {
    this.engine = connection.engine;
    this.#batons = batons;
    this.#connection = connection;
  }

  get query(): QueryCreator<Schema> {
    this.#query ??= new QueryCreator<Schema>({
      executor: executorOn(this.engine, (query) => this.#connection?.execute(query) ?? refuseLate()),
    });
    return this.#query;
  }

  all<Parameters, Row>(statement: Statement<Parameters, Row>, parameters: Parameters): Promise<Row[]> {
    return this.#connection?.all(statement, parameters) ?? refuseLate();
  }

  first<Parameters, Row>(statement: Statement<Parameters, Row>, parameters: Parameters): Promise<Row | undefined> {
    return this.#connection?.first(statement, parameters) ?? refuseLate();
  }

  change<Parameters>(statement: Statement<Parameters, unknown>, parameters: Parameters): Promise<number> {
    return this.#connection?.change(statement, parameters) ?? refuseLate();
  }

  take<State extends object>(baton: Baton<State>): Promise<State | undefined> {
    return this.#connection ? this.#batons.take(baton) : refuseLate();
  }

  put<State extends object>(baton: Baton<State>, state: State): void {
    if (!this.#connection) throw usedLate();
    this.#batons.put(baton, state);
  }

  end(): void {
    this.#connection = undefined;
  }
}

function refuseLate(): Promise<never> {
  return Promise.reject(usedLate());
}

function usedLate(): TransactionOver {
  return new TransactionOver('A transaction was used after its work had ended. Is an await missing before a query inside transact?');
}
