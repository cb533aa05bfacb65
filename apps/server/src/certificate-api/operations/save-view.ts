import { operation } from '../operation.ts';
import { SavedAnswer, ViewBody, keepView } from './view-body.ts';

export const saveViewOperation = operation({
  id: 'saveView',
  method: 'POST',
  path: '/views',
  tag: 'Inventory',
  summary: 'Give a search a name, for the key’s maker',
  scope: 'save-views',
  body: ViewBody,
  answers: { status: 201, means: 'It is saved.', schema: SavedAnswer },
  run: (call) => keepView(call, 'me'),
});
