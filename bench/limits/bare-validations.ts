import { backup, DatabaseSync, type StatementSync } from 'node:sqlite';
import { BareGroupCommit, openDurably } from './bare-group-commit.ts';

/**
 * What SQLite alone needs for what a one-time-password validation must leave durable, by the rule that a try is spent before the secret
 * is looked at. Nobody who keeps that rule on SQLite can be faster than these statements, whatever stands around them:
 *
 *     SAVEPOINT
 *       UPDATE soft_token    the try, spent by one conditional statement
 *       SELECT soft_token    what the password is judged by
 *       UPDATE soft_token    the time step burnt by one conditional statement, the try given back
 *       INSERT audit_event
 *     RELEASE
 *     UPDATE audit_head      once a commit, because what lies between two commits is never durable
 *
 * They run on a copy of the store's own database, so that tables, indexes, triggers and sizes of rows are the store's, and bind values
 * made beforehand. There is no unsealing, no HMAC, no hash chain, no JSON, no query builder and no transaction object.
 */
export class BareValidations {
  readonly #database: DatabaseSync;
  readonly #statements: Record<'spend' | 'read' | 'burn' | 'insert' | 'head', StatementSync>;
  readonly #accounts: readonly BareAccount[];
  readonly #budget: BareBudget;
  readonly #group: BareGroupCommit<BareAccount>;
  #step: number;
  #sequence: number;

  private constructor(database: DatabaseSync, budget: BareBudget) {
    this.#database = database;
    this.#budget = budget;
    this.#accounts = readAccounts(database);
    this.#step = Math.floor(budget.at / 30_000);
    this.#sequence = Number(database.prepare('select sequence from audit_head').get()?.['sequence']);
    this.#statements = {
      spend: database.prepare(SPEND),
      read: database.prepare(READ),
      burn: database.prepare(BURN),
      insert: database.prepare(INSERT),
      head: database.prepare('update audit_head set sequence = ?, link = ? where id = 1'),
    };
    this.#statements.read.setReturnArrays(true);
    this.#group = new BareGroupCommit(database, {
      work: (account) => {
        this.#work(account);
      },
      beforeCommit: () => {
        this.#statements.head.run(this.#sequence, LINK);
      },
    });
  }

  /** On a copy of the database that the store has open, as it is now. */
  static async onCopy({
    source,
    file,
    ...budget
  }: { readonly source: string; readonly file: string } & BareBudget): Promise<BareValidations> {
    const opened = new DatabaseSync(source, { readOnly: true });
    try {
      await backup(opened, file);
    } finally {
      opened.close();
    }
    return new BareValidations(openDurably(file), budget);
  }

  /** Validates for one account after the other, however often round; resolves when it is on the disk. */
  validate(index: number): Promise<void> {
    const account = this.#accounts[index % this.#accounts.length];
    if (account === undefined) throw new RangeError('there is no account to validate for');
    return this.#group.submit(account);
  }

  close(): void {
    this.#database.close();
  }

  #work({ accountId, tokenId, party, network, details }: BareAccount): void {
    const { spend, read, burn, insert } = this.#statements;
    const { at, endsAt, allowed } = this.#budget;
    this.#step += 1;
    this.#sequence += 1;
    spend.run(at, endsAt, accountId, allowed);
    read.all(accountId);
    burn.run(this.#step, tokenId);
    insert.run(this.#sequence, at, party, 'soft-token.otp', party, 'done', null, network, details, LINK);
  }
}

/** The moment that is written down, and the tries an account has until another. */
export interface BareBudget {
  readonly at: number;
  readonly endsAt: number;
  readonly allowed: number;
}

/** The values of an account that its validations bind. */
interface BareAccount {
  readonly accountId: string;
  readonly tokenId: string;
  readonly party: string;
  readonly network: string;
  readonly details: string;
}

function readAccounts(database: DatabaseSync): readonly BareAccount[] {
  return database
    .prepare(READ_ACCOUNTS)
    .all()
    .map((row) => {
      const [accountId, tokenId, network] = [String(row['account_id']), String(row['token_id']), String(row['network'])];
      return { accountId, tokenId, party: `account:${accountId}`, network, details: JSON.stringify({ tokenId }) };
    });
}

/** As long as a real one; SQLite does not mind what it says. */
const LINK = new Uint8Array(32).fill(0xa5);

const READ_ACCOUNTS = `select account_id, token_id, (
    select network from audit_event where subject = 'account:' || account_id order by sequence desc limit 1
  ) as network from soft_token where ordinal = 1`;

const SPEND = `update soft_token set
    otp_used = case when otp_ends_at <= ?1 then 1 else otp_used + 1 end,
    otp_previous_ends_at = case when otp_ends_at <= ?1 then 0 else otp_ends_at end,
    otp_ends_at = ?2
  where account_id = ?3 and ordinal = 1 and (otp_used < ?4 or otp_ends_at <= ?1)`;

const READ = `select token_id, state, sealed_seed, sealed_promised_seed, otp_algorithm, otp_digits, otp_period_seconds, otp_last_step, otp_used,
    misplaced_at
  from soft_token where account_id = ? order by ordinal`;

const BURN = `update soft_token set otp_last_step = ?1, otp_used = otp_used - 1, otp_ends_at = otp_previous_ends_at
  where token_id = ?2 and state = 'ACTIVE' and otp_last_step < ?1`;

const INSERT = `insert into audit_event (sequence, at, actor, action, subject, outcome, reason, network, details, link)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
