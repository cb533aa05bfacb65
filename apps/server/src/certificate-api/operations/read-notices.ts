import { viewNotices } from '@sallyport/certificates';
import { Type } from 'typebox';
import { answer, operation } from '../operation.ts';
import { CLOSED, NoticeChoice } from '../schemas.ts';

const Notices = Type.Object(
  {
    choice: NoticeChoice,
    mail: Type.Optional(Type.String({ description: 'Where the mails go. Absent: the Federation knows no address.' })),
  },
  CLOSED,
);

export const readNoticesOperation = operation({
  id: 'readNotices',
  method: 'GET',
  path: '/notices',
  tag: 'Notices',
  summary: 'What the key’s maker is told by mail',
  scope: 'choose-notices',
  answers: { status: 200, means: 'What they are told.', schema: Notices },
  run: async ({ certificates, person }) =>
    answer(await viewNotices(certificates, { person }), ({ choice: { scope, pace, approvals }, mail }) => ({
      choice: { scope, pace, approvals },
      ...(mail !== undefined && { mail }),
    })),
});
