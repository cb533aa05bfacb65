import type { ReadOnlyQuery, Transaction } from '@sallyport/platform';
import type { OrganisationId, PersonId, SavedViewId } from '../identifiers.ts';
import type { CertificateSavedViewTable, CertificatesSchema } from '../schema.ts';

type Query = ReadOnlyQuery<CertificatesSchema>;
type Tx = Transaction<CertificatesSchema>;

interface Whose {
  readonly organisationId: OrganisationId;
  readonly personId: PersonId;
}

/** Their own and those for everybody, by name. Whoever has left the organisation has left their own behind. */
export async function viewsFor(query: Query, { organisationId, personId }: Whose): Promise<readonly CertificateSavedViewTable[]> {
  return query
    .selectFrom('certificate_saved_view')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .where((where) => where.or([where('made_by', '=', personId), where('seen_by', '=', 'everybody')]))
    .orderBy('name')
    .orderBy('view_id')
    .execute();
}

export async function countViews(query: Query, { organisationId, personId }: Whose): Promise<number> {
  const row = await query
    .selectFrom('certificate_saved_view')
    .select((views) => views.fn.countAll<number>().as('count'))
    .where('organisation_id', '=', organisationId)
    .where('made_by', '=', personId)
    .executeTakeFirstOrThrow();
  return row.count;
}

export async function insertView(tx: Tx, row: CertificateSavedViewTable): Promise<void> {
  await tx.query.insertInto('certificate_saved_view').values(row).execute();
}

export async function deleteViewRow(
  tx: Tx,
  { viewId, organisationId }: { readonly viewId: SavedViewId; readonly organisationId: OrganisationId },
): Promise<void> {
  await tx.query.deleteFrom('certificate_saved_view').where('view_id', '=', viewId).where('organisation_id', '=', organisationId).execute();
}
