import type { TestHouse } from './test-house.ts';

/** What the audit log holds, oldest first, in a form that tests can read: `soft-token.otp refused: otp-refused: none of ACTIVE`. */
export async function auditTrail(house: TestHouse, action?: string): Promise<readonly string[]> {
  const rows = await house.database.query.selectFrom('audit_event').select(['action', 'outcome', 'reason']).orderBy('sequence').execute();
  return rows
    .filter((row) => action === undefined || row.action === action)
    .map((row) => (row.reason === null ? `${row.action} ${row.outcome}` : `${row.action} ${row.outcome}: ${row.reason}`));
}
