import type { IdentityPorts } from '../ports.ts';
import { type Refusal, refuse } from '../refusals.ts';
import { type ChangeRefusal, type PasskeyChange, changePasskey } from './change-passkey.ts';
import { MOST_PASSKEY_NAME_CHARACTERS, parsePasskeyName } from './rules.ts';
import { setPasskeyName } from './store.ts';

/** Another name for a passkey. Told to every address: under a wrong name an owner might remove the wrong one. */
export async function renamePasskey(
  ports: IdentityPorts,
  input: PasskeyChange & { readonly name: string },
): Promise<{ readonly name: string } | Refusal<'passkey-name-malformed'> | ChangeRefusal> {
  const name = parsePasskeyName(input.name);
  if (name === undefined) return refuse('passkey-name-malformed', 'the name', { limit: MOST_PASSKEY_NAME_CHARACTERS });
  return changePasskey(ports, input, {
    action: 'passkey.rename',
    about: 'passkey-renamed',
    apply: async (tx, { credentialId }) => {
      await setPasskeyName(tx, { credentialId, name });
      return name;
    },
  });
}
