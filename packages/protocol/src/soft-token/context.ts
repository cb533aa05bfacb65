import type { HashingCost, TokenPorts } from '../ports.ts';
import { BackOff } from './back-off.ts';
import type { TokenTypes } from './face.ts';
import type { VaultKind, VaultTypes } from './vault-kind.ts';

/** What a guess costs by default: about 0.2 s on a desktop core, 0.9 s on a slow telephone (measured with hash-wasm). */
export const DEFAULT_HASHING: HashingCost = { memoryKiB: 65536, passes: 3 };

/** The ports of one vault, its kind, and what this process remembers about it. No secret. */
export interface VaultContext<Of extends VaultTypes> extends TokenPorts {
  readonly hashing: HashingCost;
  readonly backOff: BackOff;
  readonly kind: VaultKind<Of>;
}

export type TokenContext = VaultContext<TokenTypes>;

export function contextOf<Of extends VaultTypes>(ports: TokenPorts, kind: VaultKind<Of>): VaultContext<Of> {
  return { ...ports, hashing: ports.hashing ?? DEFAULT_HASHING, backOff: new BackOff(ports.clock), kind };
}
