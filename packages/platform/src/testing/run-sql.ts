import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';

/** Runs SQL behind the back of the product, as an attacker with access to the database would. The database must be closed on SQLite. */
export async function runSql(url: string, text: string): Promise<void> {
  if (url.startsWith('sqlite:')) {
    const database = new DatabaseSync(url.slice('sqlite:'.length));
    database.exec(text);
    database.close();
    return;
  }
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
