import type { AccountId, FederationSessionRef } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import type { Refusal } from '../refusals.ts';
import type { Visit } from '../visit.ts';
import type { IssuedUnlockCode } from './request-unlock.ts';

/**
 * The page after `requestUnlock` (POST → 303 → GET): the code issued in this session, while the proofs it was issued on are fresh and the token still
 * waits. Each view is audited; it is not another issue. Later the PIN Reset Code must be entered again.
 */
export declare function viewUnlockCode(
  ports: IdentityPorts,
  input: { readonly accountId: AccountId; readonly session: FederationSessionRef; readonly visit: Visit },
): Promise<Omit<IssuedUnlockCode, 'proof'> | Refusal<'unlock-not-pending'>>;
