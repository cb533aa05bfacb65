import type { AccountFacts } from '@sallyport/protocol/personal-vault';
import { found, inOrder } from '@sallyport/token-client/personal';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Over } from '../open-by-pin.ts';
import { say, type Surroundings } from '../surroundings.ts';
import { printable } from '../terminal/printable.ts';
import { over } from './open-personal.ts';
import { personalWords } from './personal.messages.ts';

export function accountName({ issuer, label }: Pick<AccountFacts, 'issuer' | 'label'>): string {
  const name = [issuer, label].filter((part) => part !== '').join(', ');
  return name === '' ? personalWords('unnamed') : printable(name);
}

/** The one account with all of these words in its name; the only one there is, when none are given. */
export function chooseAccount(
  accounts: readonly AccountFacts[],
  search: string | undefined,
  surroundings: Surroundings,
): { readonly kind: 'chosen'; readonly account: AccountFacts } | Over {
  const all = inOrder(accounts, 'name');
  const fitting = found(all, search ?? '');
  // A name that is part of another's is still a name.
  const exact = fitting.filter(({ issuer, label }) => search !== undefined && [issuer, label].includes(search));
  const [only, ...more] = exact.length === 1 ? exact : fitting;
  if (only && more.length === 0) return { kind: 'chosen', account: only };
  return over(tellNames({ all, fitting }, surroundings));
}

function tellNames(
  { all, fitting }: { readonly all: readonly AccountFacts[]; readonly fitting: readonly AccountFacts[] },
  { err }: Surroundings,
): ExitCode {
  if (all.length === 0) say(err, personalWords('no-accounts'));
  else if (fitting.length === 0) say(err, personalWords('no-such-account'), ...all.map((account) => `  ${accountName(account)}`));
  else say(err, personalWords('say-which-account'), ...fitting.map((account) => `  ${accountName(account)}`));
  return EXIT.usage;
}
