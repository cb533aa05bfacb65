import { type OtpAccount, type Randomness, type Refused, toBase64url } from '@sallyport/protocol';
import { ACCOUNT_ID_OCTETS, type AccountId, type OpenPersonalVault } from '@sallyport/protocol/personal-vault';
import { addAccounts, withoutDuplicates } from '@sallyport/token-client/personal';

/** What of these is new to the vault, by name; decided once more while it is written, since other processes write too. */
export interface Compared {
  readonly kind: 'compared';
  readonly fresh: readonly Named[];
  readonly duplicates: readonly Named[];
}

interface Named {
  readonly issuer: string;
  readonly label: string;
}

export async function compareAccounts(vault: OpenPersonalVault, accounts: readonly OtpAccount[]): Promise<Compared | Refused> {
  const compared = await vault.consult((contents) => {
    const { fresh, duplicates } = withoutDuplicates(contents.accounts, accounts);
    return { fresh: fresh.map(named), duplicates: duplicates.map(named) };
  });
  return compared.kind === 'refused' ? compared : { kind: 'compared', ...compared.finding };
}

/** All that are new in one write, or none of them. */
export async function saveAccounts(
  vault: OpenPersonalVault,
  accounts: readonly OtpAccount[],
  randomness: Randomness,
): Promise<{ readonly kind: 'saved'; readonly count: number } | Refused> {
  let count = 0;
  const changed = await vault.change((contents) => {
    const { fresh } = withoutDuplicates(contents.accounts, accounts);
    count = fresh.length;
    const newId = (): AccountId => toBase64url(randomness.bytes(ACCOUNT_ID_OCTETS)) as AccountId;
    return addAccounts(
      contents,
      fresh.map((account) => ({ id: newId(), account })),
    );
  });
  return changed.kind === 'refused' ? changed : { kind: 'saved', count };
}

function named({ issuer, label }: Named): Named {
  return { issuer, label };
}
