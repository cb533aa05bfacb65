import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import type { SoftTokenView } from './token.ts';

/** The account's tokens, newest first. */
export declare function listSoftTokens(ports: IdentityPorts, input: { readonly accountId: AccountId }): Promise<readonly SoftTokenView[]>;
