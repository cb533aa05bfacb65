import type { Instant, Transaction } from '@sallyport/platform';
import type { Account } from '../accounts/account.ts';
import { audit } from '../audit.ts';
import { cancelAll } from '../delays/store.ts';
import { queueAlarm, queueNotice } from '../notices/queue-mails.ts';
import type { Repudiated } from '../notices/store.ts';
import { NOTICE_WORDS, words } from '../notices/words.ts';
import { withdrawLinks } from '../one-time-links/store.ts';
import { suspendPasskeysSince } from '../passkeys/store.ts';
import type { IdentityPorts } from '../ports.ts';
import { endVouchings } from '../recovery-contacts/store.ts';
import type { IdentitySchema } from '../schema.ts';
import { abandonActivations } from '../soft-token/activation-store.ts';
import { endAccess } from '../temporary-access/store.ts';
import type { Visit } from '../visit.ts';
import { saveFrozen } from './store.ts';

type Tx = Transaction<IdentitySchema>;

/** Who says of which notice that it was not them. */
export interface Repudiation {
  readonly account: Account;
  readonly notice: Repudiated;
  readonly actor: 'owner' | 'anonymous';
  readonly now: Instant;
  readonly visit: Visit;
}

/**
 * Sign-in and recovery are frozen, every session ends, everything begun and not finished is given up, and the help desk hears what the notice was about. Of an account
 * that is frozen already, only the evidence is added. Passkeys that are not older than what was repudiated go out of use. The last thing of its transaction, which holds the account's lock.
 */
export async function applyFreeze(ports: IdentityPorts, tx: Tx, repudiation: Repudiation): Promise<void> {
  const { account, notice, actor, now, visit } = repudiation;
  const { accountId } = account;
  const isFirst = await saveFrozen(tx, { accountId, from: 'ACTIVE', to: 'FROZEN' });
  if (isFirst) {
    await giveUpWhatIsOpen(tx, account, now);
    await queueNotice(ports, tx, { account, about: 'account-frozen', at: now, visit });
  }
  // One alone opens both doors, also once the account is open again: none that may be a stranger's stays in use.
  await suspendPasskeysSince(tx, { accountId, since: notice.happened_at, now });
  await tellHelpDesk(ports, tx, repudiation);
  const details = { ...evidenceOf(notice), effect: isFirst ? 'frozen' : `was ${account.state}` };
  await audit(tx, { at: now, action: 'account.freeze', account: accountId, actor, visit, details });
}

async function giveUpWhatIsOpen(tx: Tx, { accountId }: Account, now: Instant): Promise<void> {
  await cancelAll(tx, { accountId, now });
  await endAccess(tx, { accountId, now, because: 'frozen' });
  await endVouchings(tx, { accountId, because: 'frozen', now });
  await withdrawLinks(tx, 'password_reset', accountId);
  await withdrawLinks(tx, 'pending_address', accountId);
  await abandonActivations(tx, accountId);
}

async function tellHelpDesk(ports: IdentityPorts, tx: Tx, { account, notice, now, visit }: Repudiation): Promise<void> {
  await queueAlarm(ports, tx, {
    about: 'freeze',
    account,
    serial: NOTICE_WORDS[notice.about].happened(notice.detail),
    at: now,
    visit,
    facts: [
      [words.alarm.notice, words.whenValue(notice.happened_at)],
      [words.alarm.noticeFrom, notice.network ?? words.fromTheServer],
      [words.alarm.noticeTo, notice.address],
    ],
  });
}

function evidenceOf({
  about,
  detail,
  address,
  happened_at: happenedAt,
  network,
}: Repudiated): Readonly<Record<string, string | number | null>> {
  return { about, detail, address, happenedAt, network };
}
