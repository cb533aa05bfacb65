import type { ByPerson, Person } from '../actor.ts';
import type { SavedViewId } from '../identifiers.ts';
import { closedToKey, permit } from '../people/permit.ts';
import { type Role, grants } from '../people/rules.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal } from '../refusals.ts';
import type { CertificateSavedViewTable } from '../schema.ts';
import { type KeptWish, type SeenBy, readKeptWish } from './rules.ts';
import { viewsFor } from './store.ts';

export interface SavedView {
  readonly viewId: SavedViewId;
  readonly name: string;
  readonly wish: KeptWish;
  readonly seenBy: SeenBy;
  /** Whether this person may delete it. */
  readonly mayDelete: 'yes' | 'no';
}

export interface SavedViews {
  readonly views: readonly SavedView[];
  /** Whether this person may save one for everybody. */
  readonly mayShare: 'yes' | 'no';
}

/** What this person has saved, and what others have saved for everybody. */
export async function listViews(
  { database }: Pick<CertificatesPorts, 'database'>,
  { person }: ByPerson,
): Promise<SavedViews | Refusal<'step-up-needed' | 'role-missing'>> {
  const { query } = database;
  const may = await permit(database, { person, permission: 'look' });
  if (isRefusal(may)) return may;
  const rows = await viewsFor(query, person);
  return {
    views: rows.map((row) => ({
      viewId: row.view_id,
      name: row.name,
      wish: readKeptWish(row.wish),
      seenBy: row.seen_by,
      mayDelete: mayDelete(row, { person, roles: may.roles }) ? 'yes' : 'no',
    })),
    mayShare: grants(may.roles, 'share-views') ? 'yes' : 'no',
  };
}

/** Whoever saved it; one for everybody also whoever says which fields there are, since its maker may be gone. */
export function mayDelete(
  { made_by, seen_by }: Pick<CertificateSavedViewTable, 'made_by' | 'seen_by'>,
  { person, roles }: { readonly person: Pick<Person, 'personId' | 'through'>; readonly roles: readonly Role[] },
): boolean {
  if (made_by === person.personId) return true;
  return seen_by === 'everybody' && grants(roles, 'manage-fields') && closedToKey(person, 'manage-fields') === undefined;
}
