import { eachEngine } from '@sallyport/platform/testing';
import { expect, test } from 'vitest';
import {
  type ApiKeyId,
  type Person,
  type SavedViewId,
  type ViewWish,
  VIEW_LIMITS,
  deleteView,
  isRefusal,
  listViews,
  saveView,
} from '../index.ts';
import { type TestOffice, testOffice } from '../testing/index.ts';

const ENDING: ViewWish = { name: 'Ending soon', seenBy: 'me', wish: { search: 'quay', status: 'ACTIVE', order: 'ends', field: undefined } };

async function saved(office: TestOffice, person: Person, view: Partial<ViewWish> = {}): Promise<SavedViewId> {
  const outcome = await saveView(office.ports, { person, view: { ...ENDING, ...view } });
  if (isRefusal(outcome)) throw new Error(outcome.code);
  return outcome.viewId;
}

async function seen(office: TestOffice, person: Person): Promise<readonly string[]> {
  const outcome = await listViews(office.ports, { person });
  if (isRefusal(outcome)) throw new Error(outcome.code);
  return outcome.views.map(({ name, mayDelete }) => `${name} ${mayDelete}`);
}

eachEngine('searches with a name', (open) => {
  test('one’s own is nobody else’s: not seen, not deleted; and nothing of another organisation is there', async () => {
    const office = await testOffice(open);
    const { requester, approver, administrator, stranger } = office.staff;
    const own = await saved(office, requester);
    const shared = await saved(office, requester, { name: 'Ours', seenBy: 'everybody' });
    expect(await seen(office, requester)).toEqual(['Ending soon yes', 'Ours yes']);
    expect(await seen(office, approver)).toEqual(['Ours no']);
    expect(await seen(office, stranger)).toEqual([]);
    for (const person of [approver, administrator, stranger]) {
      expect(await deleteView(office.ports, { person, viewId: own })).toMatchObject({ code: 'view-not-found' });
    }
    expect(await deleteView(office.ports, { person: stranger, viewId: shared })).toMatchObject({ code: 'view-not-found' });
    expect(await deleteView(office.ports, { person: approver, viewId: shared })).toMatchObject({ code: 'role-missing' });
    // What lets an administrator delete those of others is a scope of its own.
    const through = { keyId: 'AAAAAAAAAAAAAAAAAAAAAA' as ApiKeyId, scopes: ['look', 'save-views'] } as const;
    expect(await deleteView(office.ports, { person: { ...administrator, through }, viewId: shared })).toMatchObject({
      code: 'role-missing',
      details: { scopes: ['manage-fields'] },
    });
    expect(await deleteView(office.ports, { person: administrator, viewId: shared })).toEqual({ kind: 'deleted' });
    expect(await deleteView(office.ports, { person: requester, viewId: own })).toEqual({ kind: 'deleted' });
    expect(await seen(office, requester)).toEqual([]);
  });

  test('an auditor saves for themselves and for nobody else; without the second factor nobody does', async () => {
    const office = await testOffice(open);
    const { auditor } = office.staff;
    await saved(office, auditor);
    expect(await saveView(office.ports, { person: auditor, view: { ...ENDING, seenBy: 'everybody' } })).toMatchObject({
      code: 'role-missing',
    });
    expect(await saveView(office.ports, { person: { ...auditor, level: 1 }, view: ENDING })).toMatchObject({ code: 'step-up-needed' });
    expect(await listViews(office.ports, { person: { ...auditor, level: 1 } })).toMatchObject({
      mayShare: 'no',
      views: [{ wish: ENDING.wish }],
    });
  });

  test('a name is one line, and nobody keeps more than there may be, however many are sent at once', async () => {
    const office = await testOffice(open);
    const { requester: person } = office.staff;
    for (const view of [{ name: ' ' }, { name: 'a\u202Eb' }, { name: 'x'.repeat(61) }, { seenBy: 'the world' }]) {
      expect(await saveView(office.ports, { person, view: { ...ENDING, ...view } })).toMatchObject({ code: 'view-malformed' });
    }
    const sent = Array.from({ length: VIEW_LIMITS.ofPerson + 5 }, () => saveView(office.ports, { person, view: ENDING }));
    expect((await Promise.all(sent)).filter(({ kind }) => kind === 'saved')).toHaveLength(VIEW_LIMITS.ofPerson);
  });
});
