import type { Transaction } from '@sallyport/platform';
import type { ByPerson } from '../actor.ts';
import { audit } from '../audit.ts';
import type { SavedViewId } from '../identifiers.ts';
import { closedToKey, permit } from '../people/permit.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { CertificatesSchema } from '../schema.ts';
import { mayDelete } from './list-views.ts';
import { deleteViewRow, viewsFor } from './store.ts';

type DeleteRefusal = Refusal<'step-up-needed' | 'role-missing' | 'view-not-found'>;

/** Of one's own; one for everybody also by an administrator. One that somebody keeps for themselves is not there for anybody else. */
export function deleteView(
  ports: CertificatesPorts,
  input: ByPerson & { readonly viewId: SavedViewId },
): Promise<{ readonly kind: 'deleted' } | DeleteRefusal> {
  const { person, viewId } = input;
  return ports.database.transact(async (tx): Promise<{ readonly kind: 'deleted' } | DeleteRefusal> => {
    const refusal = await judge(tx, input);
    if (refusal === undefined) await deleteViewRow(tx, { viewId, organisationId: person.organisationId });
    await audit(tx, { at: ports.clock.now(), action: 'certificate-view.delete', by: person, subject: `view:${viewId}`, refusal });
    return refusal ?? { kind: 'deleted' };
  });
}

async function judge(
  tx: Transaction<CertificatesSchema>,
  { person, viewId }: ByPerson & { readonly viewId: SavedViewId },
): Promise<DeleteRefusal | undefined> {
  const may = await permit(tx, { person, permission: 'save-views' });
  if (isRefusal(may)) return may;
  const view = (await viewsFor(tx.query, person)).find(({ view_id }) => view_id === viewId);
  if (view === undefined) return refuse('view-not-found', 'none of theirs');
  if (mayDelete(view, { person, roles: may.roles })) return undefined;
  return closedToKey(person, 'manage-fields') ?? refuse('role-missing', 'of somebody else', { roles: ['organisation-administrator'] });
}
