import { toHex } from '../../bytes.ts';
import type { PrfQuestion } from '../../ports.ts';
import type { OpenVault } from '../../soft-token/open-vault.ts';
import { softToken } from '../../soft-token/soft-token.ts';
import { FIRST_PIN, SECOND_PIN, activateForTest, testActivation, unlockCodeFor } from '../demonstration-token.ts';
import { protectWith } from '../protected-scene.ts';
import { SoftwareAuthenticator } from '../software-authenticator.ts';
import { realArgon2id, testDevice } from '../surroundings.ts';
import { unlockWith } from '../token-scene.ts';
import { afterCommit, commitInputs, recording } from './commit-vectors.ts';

/** Section 7 in profile P1: an authenticator is added, goes on through a change of PIN, opens alone, and is gone after an unlock. */
export async function protectedCommitVectors(): Promise<unknown> {
  const drawn: string[] = [];
  const authenticator = new SoftwareAuthenticator();
  const device = testDevice('commit-p1', { argon2id: realArgon2id, randomness: recording(drawn, 'commit-p1'), prf: authenticator });
  const base = testActivation();
  const activation = testActivation({ policy: { ...base.policy, prfOnlyAllowed: true } });
  const { keys, tokenId, serial, policy } = activation;
  const withPin = authenticator.register('commit-p1');
  const aloneToo = authenticator.register('commit-p1', 'alone-too');
  const commits: unknown[] = [];
  let codes = {};
  const commit = async (of: { readonly what: string; readonly pin: string; readonly epoch: number }): Promise<void> => {
    const asked = authenticator.asked.splice(0).map(questionShown);
    commits.push({ ...codes, ...(await afterCommit({ ...of, drawn, storage: device.storage })), asked });
  };
  const goOn = async (vault: OpenVault): Promise<OpenVault> => {
    const changed = await vault.changePin({ pin: SECOND_PIN, repeated: SECOND_PIN });
    if (changed.kind !== 'open') throw new Error(changed.error.code);
    return changed.vault;
  };

  let vault = await activateForTest(device.ports, activation, FIRST_PIN);
  await commit({ what: 'activation, profile P0', pin: FIRST_PIN, epoch: 0 });
  vault = await protectWith(vault, withPin);
  await commit({ what: 'authenticator added', pin: FIRST_PIN, epoch: 1 });
  vault = await goOn(vault);
  await commit({ what: 'change of PIN, authenticator kept', pin: SECOND_PIN, epoch: 2 });
  vault = await protectWith(vault, aloneToo, SECOND_PIN);
  vault.close();
  await commit({ what: 'authenticator opens alone too', pin: SECOND_PIN, epoch: 3 });

  const token = softToken(device.ports);
  const status = await token.showResetCode();
  if (status.kind !== 'closed' || !status.reset) throw new Error('the token should be closed here');
  const { pinResetCode } = status.reset;
  const unlockCode = unlockCodeFor({ pinResetCode, keys, tokenId, serial, unlockDigits: policy.unlockDigits });
  codes = { pinResetCode, unlockCode };
  await unlockWith(token, unlockCode, FIRST_PIN);
  await commit({ what: 'unlock, profile P0 again', pin: FIRST_PIN, epoch: 4 });

  return {
    about:
      'Section 7, profile P1. Octets in hexadecimal. `asked`: what the authenticator was asked before the COMMIT, first and second; its answer to an input is ' +
      'HMAC-SHA-256 under `prfSecret` over SHA-256("WebAuthn PRF" || 0x00 || input). `random`: first the salts of the slots asked about, then as in `commit`, ' +
      'without those salts. `pinSlot` is the record of the PIN slot, with the PRF-only slot behind it where there is one.',
    inputs: {
      ...commitInputs(device, activation),
      authenticator: {
        credentialId: toHex(withPin.credentialId),
        relyingPartyId: withPin.relyingPartyId,
        prfSecret: toHex(authenticator.secretOf(withPin)),
      },
    },
    commits,
  };
}

function questionShown({ credentialId, relyingPartyId, inputs }: PrfQuestion) {
  return { credentialId: toHex(credentialId), relyingPartyId, inputs: inputs.map(toHex) };
}
