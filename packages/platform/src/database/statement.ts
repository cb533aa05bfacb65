import type { Compilable, Expression, OperationNode } from 'kysely';
import { QueryCreator, ValueNode } from 'kysely';
import type { Engine, SqlValue } from './database.ts';
import { compilingExecutor } from './kysely-executor.ts';
import { asSqlValue } from './sql-value.ts';

/** A place in a statement that gets its value at each run. Kysely takes it wherever it takes an expression. */
export type Placeholders<Parameters> = { readonly [Name in keyof Parameters]: Expression<Parameters[Name]> };

/** For a statement that takes none; pass `{}`. */
export type NoParameters = Record<string, never>;

/** A query compiled once and prepared by the engine: a cached `StatementSync` on SQLite, a named prepared statement on PostgreSQL. */
export interface Statement<Parameters, Row> {
  /** Unique in the process; PostgreSQL prepares it under this name. */
  readonly name: string;
  compiled(engine: Engine): CompiledStatement<Parameters>;
  /** Only for the type: what each row looks like. */
  readonly row?: Row;
}

export interface CompiledStatement<Parameters> {
  readonly sql: string;
  /** What stands in each place of the text, in its order. Throws when it is missing. */
  readonly places: readonly ((parameters: Parameters) => SqlValue)[];
}

/**
 * Declares a statement. It is compiled at first use, once for each engine.
 *
 * ```ts
 * const burnCode = statement<IdentitySchema, { id: string; now: Instant }>('burn-code')((query, given) =>
 *   query.updateTable('code').set({ spent_at: given.now }).where('id', '=', given.id).where('spent_at', 'is', null).returning('subject'));
 *
 * const row = await tx.first(burnCode, { id, now });   // { subject: string } | undefined
 * ```
 */
export function statement<Schema, Parameters extends object>(name: string) {
  return <Row>(build: (query: QueryCreator<Schema>, given: Placeholders<Parameters>) => Compilable<Row>): Statement<Parameters, Row> => {
    const known = new Map<Engine, CompiledStatement<Parameters>>();
    return {
      name: uniqueName(name),
      compiled(engine) {
        const found = known.get(engine);
        if (found) return found;
        const query = new QueryCreator<Schema>({ executor: compilingExecutor(engine) });
        const compiled = compile(build(query, everyPlaceholder() as Placeholders<Parameters>));
        known.set(engine, compiled);
        return compiled;
      },
    };
  };
}

let declared = 0;

// PostgreSQL cuts names after 63 octets, and two rooms may well choose the same word.
function uniqueName(name: string): string {
  declared += 1;
  return `${name.slice(0, 48)}-${declared.toString()}`;
}

class Placeholder implements Expression<never> {
  readonly name: PropertyKey;

  constructor(name: PropertyKey) {
    this.name = name;
  }

  get expressionType(): undefined {
    return undefined;
  }

  toOperationNode(): OperationNode {
    return ValueNode.create(this);
  }
}

/** Has every name there is; the type of the statement says which are meant. */
function everyPlaceholder(): object {
  return new Proxy({}, { get: (_target, name) => new Placeholder(name) });
}

function compile(query: Compilable): CompiledStatement<object> {
  const { sql, parameters } = query.compile();
  return { sql, places: parameters.map(readerOf) };
}

/** Decided once for each place, since this runs for every value of every statement. */
function readerOf(place: unknown): (given: object) => SqlValue {
  if (place instanceof Placeholder) {
    const { name } = place;
    return (given) => asSqlValue((given as Readonly<Record<PropertyKey, unknown>>)[name], name);
  }
  const constant = asSqlValue(place, 'constant');
  return () => constant;
}
