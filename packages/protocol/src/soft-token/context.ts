import type { HashingCost, TokenPorts } from '../ports.ts';
import { costOf, SLOT_TYPE, type SlotType } from '../slot.ts';
import { BackOff } from './back-off.ts';
import { Calibration, DEFAULT_HASHING } from './hashing-cost.ts';
import type { TokenTypes } from './face.ts';
import type { VaultKind, VaultTypes } from './vault-kind.ts';

/** The ports of one vault, its kind, and what this process remembers about it. No secret. */
export interface VaultContext<Of extends VaultTypes> extends TokenPorts {
  /** For a slot of this type about to be built. */
  readonly hashingOf: (type: SlotType) => Promise<HashingCost>;
  readonly backOff: BackOff;
  readonly kind: VaultKind<Of>;
}

export type TokenContext = VaultContext<TokenTypes>;

export function contextOf<Of extends VaultTypes>(ports: TokenPorts, kind: VaultKind<Of>): VaultContext<Of> {
  const calibration = new Calibration(ports);
  const { hashing } = ports;
  return {
    ...ports,
    argon2id: calibration.argon2id,
    // A PIN is typed many times a day, an unlock code hardly ever.
    hashingOf: async (type) => costOf(type, hashing ?? (type === SLOT_TYPE.pin ? await calibration.affordable() : DEFAULT_HASHING)),
    backOff: new BackOff(ports.clock),
    kind,
  };
}
