import { type SavedViewId, deleteView } from '@sallyport/certificates';
import { Type } from 'typebox';
import { done, operation } from '../operation.ts';
import { CLOSED, Id } from '../schemas.ts';

export const deleteViewOperation = operation({
  id: 'deleteView',
  method: 'DELETE',
  path: '/views/:viewId',
  tag: 'Inventory',
  summary: 'Delete a search with a name',
  description: 'One that somebody else saved for everybody asks for `manage-fields` too.',
  scope: 'save-views',
  params: Type.Object({ viewId: Id }, CLOSED),
  answers: { status: 204, means: 'It is deleted.' },
  run: async ({ certificates, person, params }) => done(await deleteView(certificates, { person, viewId: params.viewId as SavedViewId })),
});
