import { Type } from 'typebox';
import { operation } from '../operation.ts';
import { CLOSED, NoticeAddresses } from '../schemas.ts';
import { Chosen, ON_MANY, goThrough } from './on-many.ts';

export const tellManyOthersOperation = operation({
  ...ON_MANY,
  id: 'tellManyOthers',
  path: '/many/notice-addresses',
  summary: 'Say who else is told of many certificates',
  scope: 'request',
  body: Type.Object({ certificates: Chosen, noticeAddresses: NoticeAddresses }, CLOSED),
  run: (call) => goThrough(call, { act: 'tell-others', addresses: call.body.noticeAddresses }),
});
