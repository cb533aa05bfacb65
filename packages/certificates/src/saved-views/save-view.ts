import { newId, type Transaction } from '@sallyport/platform';
import type { ByPerson } from '../actor.ts';
import { audit } from '../audit.ts';
import type { SavedViewId } from '../identifiers.ts';
import { permit } from '../people/permit.ts';
import { lockOrganisation } from '../people/store.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { CertificatesSchema } from '../schema.ts';
import { VIEW_LIMITS, type ViewWish, judgeView } from './rules.ts';
import { countViews, insertView } from './store.ts';

type SaveRefusal = Refusal<'step-up-needed' | 'role-missing' | 'view-malformed' | 'views-too-many'>;

/** Gives a search a name. It holds what is asked for, not what was found: whoever opens it finds what they may. */
export function saveView(
  ports: CertificatesPorts,
  input: ByPerson & { readonly view: ViewWish },
): Promise<{ readonly kind: 'saved'; readonly viewId: SavedViewId } | SaveRefusal> {
  const { person } = input;
  const viewId = newId(ports.randomness) as SavedViewId;
  return ports.database.transact(async (tx): Promise<{ readonly kind: 'saved'; readonly viewId: SavedViewId } | SaveRefusal> => {
    const now = ports.clock.now();
    await lockOrganisation(tx, person.organisationId);
    const view = await judge(tx, input);
    const act = { at: now, action: 'certificate-view.save', by: person, subject: `view:${viewId}` } as const;
    if (isRefusal(view)) {
      await audit(tx, { ...act, refusal: view });
      return view;
    }
    await insertView(tx, {
      view_id: viewId,
      organisation_id: person.organisationId,
      name: view.name,
      wish: JSON.stringify(view.wish),
      seen_by: view.seenBy,
      made_by: person.personId,
      made_at: now,
    });
    await audit(tx, { ...act, details: { name: view.name, seenBy: view.seenBy } });
    return { kind: 'saved', viewId };
  });
}

async function judge(
  tx: Transaction<CertificatesSchema>,
  { person, view }: ByPerson & { readonly view: ViewWish },
): Promise<Exclude<ReturnType<typeof judgeView>, Refusal> | SaveRefusal> {
  const permission = view.seenBy === 'everybody' ? 'share-views' : 'save-views';
  const may = await permit(tx, { person, permission });
  if (isRefusal(may)) return may;
  const isFull = (await countViews(tx.query, person)) >= VIEW_LIMITS.ofPerson;
  return isFull ? refuse('views-too-many', String(VIEW_LIMITS.ofPerson), { limit: VIEW_LIMITS.ofPerson }) : judgeView(view);
}
