import { Secret } from '@sallyport/platform';
import { fromUtf8 } from '@sallyport/protocol';
import type { IdentityPorts } from '../ports.ts';
import type { StoredVouching } from './store.ts';

/** Where the code that is told by voice is sealed to. */
export function vouchingPlace(voucherId: string) {
  return { table: 'recovery_voucher', column: 'sealed_code', row: voucherId } as const;
}

export function vouchingCode(ports: IdentityPorts, { voucherId, sealedCode }: StoredVouching): Secret<string> {
  return new Secret(fromUtf8(ports.sealer.open({ sealed: sealedCode, place: vouchingPlace(voucherId) })));
}
