import type { IdentityPorts } from '../ports.ts';
import { type ChangeRefusal, type PasskeyChange, changePasskey } from './change-passkey.ts';
import { deletePasskey } from './store.ts';

/** In service → gone: it signs in no more. What the device keeps is of no use here any more. */
export function removePasskey(ports: IdentityPorts, input: PasskeyChange): Promise<{ readonly name: string } | ChangeRefusal> {
  return changePasskey(ports, input, {
    action: 'passkey.remove',
    about: 'passkey-removed',
    apply: async (tx, { credentialId, name }) => {
      await deletePasskey(tx, credentialId);
      return name;
    },
  });
}
