import { operation } from '../operation.ts';
import { SavedAnswer, ViewBody, keepView } from './view-body.ts';

export const shareViewOperation = operation({
  id: 'shareView',
  method: 'POST',
  path: '/views/shared',
  tag: 'Inventory',
  summary: 'Give a search a name, for everybody of the organisation',
  description: 'It holds what is asked for, not what was found: whoever opens it finds what they may.',
  scope: 'share-views',
  body: ViewBody,
  answers: { status: 201, means: 'It is saved.', schema: SavedAnswer },
  run: (call) => keepView(call, 'everybody'),
});
