import type { Instant, Transaction } from '@sallyport/platform';
import type { PortalEffect, TokenRecord } from '@sallyport/protocol';
import { findAccountBy } from '../accounts/store.ts';
import type { NoticeSubject } from '../notices/notice.ts';
import { queueAlarm, queueNotice } from '../notices/queue-mails.ts';
import type { IdentityPorts } from '../ports.ts';
import type { IdentitySchema } from '../schema.ts';
import type { Visit } from '../visit.ts';
import { type StoredToken, saveRecord } from './store.ts';

export interface Decided {
  readonly token: StoredToken;
  readonly next: TokenRecord | undefined;
  readonly effects: readonly PortalEffect[];
  readonly at: Instant;
  readonly visit: Visit | undefined;
}

/** Saves what was decided about a token that was taken in this transaction, and queues the mails that go with it. */
export async function applyDecision(ports: IdentityPorts, tx: Transaction<IdentitySchema>, decided: Decided): Promise<void> {
  const { token, next, effects, at, visit } = decided;
  if (next) await saveRecord(tx, token.tokenId, next);
  if (effects.length === 0) return;
  const account = await findAccountBy(tx.query, { accountId: token.accountId });
  if (!account) return;
  const { serial } = token;
  for (const effect of effects) {
    switch (effect.kind) {
      case 'notify-owner':
        await queueNotice(ports, tx, { account, about: noticeOf(effect.about, next ?? token.record), at, visit, serial });
        break;
      case 'alarm':
        await queueAlarm(ports, tx, { about: effect.about, account, serial, at, visit });
        break;
    }
  }
}

type OwnerNotice = Extract<PortalEffect, { kind: 'notify-owner' }>['about'];

function noticeOf(about: OwnerNotice, record: TokenRecord): NoticeSubject {
  switch (about) {
    case 'unlock-code-issued':
    case 'unlock-confirmed':
    case 'token-reactivated':
      return about;
    case 'token-suspended':
      return record.state.kind === 'SUSPENDED' && record.state.reason === 'fork' ? 'token-copied' : 'unlock-not-confirmed';
    case 'token-revoked':
      return 'token-revoked';
  }
}
