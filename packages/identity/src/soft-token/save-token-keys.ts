import type { Transaction } from '@sallyport/platform';
import type { TokenKeys } from '@sallyport/protocol';
import type { DeviceDescription } from '@sallyport/protocol/activation';
import type { TokenId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import type { IdentitySchema } from '../schema.ts';
import { storedDeviceKey } from './device-key.ts';
import { saveDevice } from './store.ts';
import { tokenPlace } from './token-secrets.ts';

/** Seals what an activation has made into the row of its token. `device`: undefined for one that was never in contact. */
export async function saveTokenKeys(
  ports: IdentityPorts,
  tx: Transaction<IdentitySchema>,
  made: { readonly tokenId: TokenId; readonly keys: TokenKeys; readonly device: DeviceDescription | undefined },
): Promise<void> {
  const { tokenId, keys, device } = made;
  const { sealer } = ports;
  await saveDevice(tx, tokenId, {
    sealed_seed: sealer.seal({ plaintext: keys.seed, place: tokenPlace('sealed_seed', tokenId) }),
    sealed_recovery_key: sealer.seal({ plaintext: keys.recoveryKey, place: tokenPlace('sealed_recovery_key', tokenId) }),
    sealed_server_key: sealer.seal({ plaintext: keys.serverKey, place: tokenPlace('sealed_server_key', tokenId) }),
    device_key: device ? storedDeviceKey(device.publicKey) : null,
    device_name: device?.name ?? '',
    provisioned: device ? 'online' : 'offline',
  });
}
