import { chooseNotices } from '@sallyport/certificates';
import { done, operation } from '../operation.ts';
import { NoticeChoice } from '../schemas.ts';

export const chooseNoticesOperation = operation({
  id: 'chooseNotices',
  method: 'PUT',
  path: '/notices',
  tag: 'Notices',
  summary: 'Choose what the key’s maker is told by mail',
  scope: 'choose-notices',
  body: NoticeChoice,
  answers: { status: 204, means: 'It holds from the next mail on.' },
  run: async ({ certificates, person, body }) => done(await chooseNotices(certificates, { person, choice: body })),
});
