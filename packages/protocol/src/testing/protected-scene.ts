import type { TokenPorts } from '../ports.ts';
import type { AuthenticatorProtection, Protection } from '../soft-token/protection.ts';
import type { OpenVault } from '../soft-token/open-vault.ts';
import { FIRST_PIN, testActivation } from './demonstration-token.ts';
import { SoftwareAuthenticator } from './software-authenticator.ts';
import { type TokenScene, openWith, tokenScene } from './token-scene.ts';

/** A token of profile P1, closed, and the authenticator it was protected with. Epoch 1, because it began as every token does. */
export interface ProtectedScene extends TokenScene {
  readonly authenticator: SoftwareAuthenticator;
  readonly protection: AuthenticatorProtection;
}

export async function protectedScene(
  wish: { readonly opens?: 'with-pin' | 'alone-too'; readonly ports?: Partial<TokenPorts> } = {},
): Promise<ProtectedScene> {
  const authenticator = new SoftwareAuthenticator();
  const base = testActivation();
  const activation = testActivation({ policy: { ...base.policy, prfOnlyAllowed: wish.opens === 'alone-too' } });
  const scene = await tokenScene('device', { prf: authenticator, ...wish.ports }, activation);
  const protection = authenticator.register('credential', wish.opens);
  (await protectWith(await openWith(scene.token), protection)).close();
  authenticator.asked.length = 0;
  authenticator.given.length = 0;
  return { ...scene, authenticator, protection };
}

/** The vault after the COMMIT, or a broken test. */
export async function protectWith(vault: OpenVault, protection: Protection, pin = FIRST_PIN): Promise<OpenVault> {
  const outcome = await vault.changeProtection({ pin, repeated: pin }, protection);
  if (outcome.kind !== 'open') throw new Error(`the protection was refused: ${outcome.error.code}`);
  return outcome.vault;
}
