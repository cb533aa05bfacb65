import { Secret } from '@sallyport/platform';
import { fromUtf8, wipe } from '@sallyport/protocol';
import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, refuse } from '../refusals.ts';
import { shownCodesPlace } from './make-recovery-codes.ts';
import { codesToShow } from './store.ts';

/** The new codes as typed, for the page, the file and the copy: in the session that made them, for a quarter of an hour, until it says that they are saved. */
export async function viewRecoveryCodes(
  ports: IdentityPorts,
  input: { readonly accountId: AccountId; readonly session: string },
): Promise<{ readonly codes: readonly Secret<string>[] } | Refusal<'recovery-codes-not-shown'>> {
  const { accountId } = input;
  const sealed = await codesToShow(ports.database.query, { ...input, now: ports.clock.now() });
  if (!sealed) return refuse('recovery-codes-not-shown', 'none to show in this session');
  const opened = ports.sealer.open({ sealed, place: shownCodesPlace(accountId) });
  const codes = fromUtf8(opened).split('\n');
  wipe(opened);
  return { codes: codes.map((code) => new Secret(code)) };
}
