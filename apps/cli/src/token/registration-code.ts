import type { OpenVault } from '@sallyport/protocol';
import { registrationCodeIn } from '@sallyport/token-client';
import type { DeviceToken } from './device-token.ts';
import { say, type Surroundings } from './surroundings.ts';
import { words } from './token.messages.ts';

/** After an activation without a network: the code that its owner has still to carry to the portal. Whether there is one. */
export async function showRegistrationCode({ storage }: DeviceToken, vault: OpenVault, { err }: Surroundings): Promise<boolean> {
  const code = await registrationCodeIn(await storage.readPendingMessages(), vault);
  if (code === undefined) return false;
  say(err, words('registration-lead'), '', `  ${words('registration-code')}  ${code}`, '', words('registration-next'));
  return true;
}
