import type { HashingCost, TokenPorts } from '../ports.ts';
import { BackOff } from './back-off.ts';

/** What a guess costs by default: about 0.2 s on a desktop core, 0.9 s on a slow telephone (measured with hash-wasm). */
export const DEFAULT_HASHING: HashingCost = { memoryKiB: 65536, passes: 3 };

/** The ports of one token, and what this process remembers about it. No secret. */
export interface TokenContext extends TokenPorts {
  readonly hashing: HashingCost;
  readonly backOff: BackOff;
}

export function contextOf(ports: TokenPorts): TokenContext {
  return { ...ports, hashing: ports.hashing ?? DEFAULT_HASHING, backOff: new BackOff(ports.clock) };
}
