import type { Instant, Secret, Transaction } from '@sallyport/platform';
import type { Account } from '../accounts/account.ts';
import { findAccountBy, lockAccount } from '../accounts/store.ts';
import { audit } from '../audit.ts';
import { cancelAll } from '../delays/store.ts';
import { queueAlarm, queueNotice } from '../notices/queue-mails.ts';
import { type Repudiated, findNotice } from '../notices/store.ts';
import { NOTICE_WORDS, words } from '../notices/words.ts';
import { NOTICE, openLink } from '../one-time-links/open-link.ts';
import { spendLink, withdrawLinks } from '../one-time-links/store.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { IdentitySchema } from '../schema.ts';
import { abandonActivations } from '../soft-token/activation-store.ts';
import { endAccess } from '../temporary-access/store.ts';
import type { Visit } from '../visit.ts';
import { saveFrozen } from './store.ts';

/**
 * *This was not me*, with the link of a notice: only whoever reads mail at one of the account's addresses has one. Sign-in and recovery are frozen, every session ends,
 * everything begun and not finished is given up, and the help desk hears what the notice was about. A second link of a frozen account adds its evidence and changes nothing else.
 */
export async function freezeAccount(
  ports: IdentityPorts,
  input: { readonly code: Secret<string>; readonly visit: Visit },
): Promise<{ readonly kind: 'frozen' } | Refusal<'notice-link-not-valid' | 'notice-link-expired' | 'too-many-attempts'>> {
  const link = await openLink(ports, NOTICE, input);
  if (isRefusal(link)) return link;
  const { accountId, codeHash } = link;
  const { visit } = input;
  const now = ports.clock.now();
  return ports.database.transact(async (tx) => {
    const act = { at: now, action: 'account.freeze', account: accountId, actor: 'anonymous', visit } as const;
    await lockAccount(tx, accountId);
    const spent = await spendLink(tx, 'notice_link', { codeHash, now });
    const notice = spent && (await findNotice(tx.query, codeHash));
    const account = await findAccountBy(tx.query, { accountId });
    if (!notice || !account) {
      const refusal = refuse('notice-link-not-valid', 'spent meanwhile');
      await audit(tx, { ...act, refusal });
      return refusal;
    }
    const isFirst = await saveFrozen(tx, { accountId, from: 'ACTIVE', to: 'FROZEN' });
    if (isFirst) {
      await giveUpWhatIsOpen(tx, account, now);
      await queueNotice(ports, tx, { account, about: 'account-frozen', at: now, visit });
    }
    await tellHelpDesk(ports, tx, { account, notice, now, visit });
    await audit(tx, { ...act, details: { ...evidenceOf(notice), effect: isFirst ? 'frozen' : `was ${account.state}` } });
    return { kind: 'frozen' as const };
  });
}

async function giveUpWhatIsOpen(tx: Transaction<IdentitySchema>, { accountId }: Account, now: Instant): Promise<void> {
  await cancelAll(tx, { accountId, now });
  await endAccess(tx, { accountId, now, because: 'frozen' });
  await withdrawLinks(tx, 'password_reset', accountId);
  await withdrawLinks(tx, 'pending_address', accountId);
  await abandonActivations(tx, accountId);
}

async function tellHelpDesk(
  ports: IdentityPorts,
  tx: Transaction<IdentitySchema>,
  given: { readonly account: Account; readonly notice: Repudiated; readonly now: Instant; readonly visit: Visit },
): Promise<void> {
  const { account, notice } = given;
  await queueAlarm(ports, tx, {
    about: 'freeze',
    account,
    serial: NOTICE_WORDS[notice.about].happened(notice.detail),
    at: given.now,
    visit: given.visit,
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
