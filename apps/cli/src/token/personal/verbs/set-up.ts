import { askNewPin } from '../../ask-new-pin.ts';
import { EXIT } from '../../exit-codes.ts';
import { answersForPins } from '../../open-by-pin.ts';
import { say } from '../../surroundings.ts';
import { explainDeviceError } from '../../terminal/explanations.ts';
import { readArguments, type TokenVerb } from '../../token-verb.ts';
import { newVaultDevice, personalVaultHere, startVault } from '../personal-vault-here.ts';
import { personalWords } from '../personal.messages.ts';
import { showRecoveryKey } from '../recovery-key-check.ts';

/** As an issuer's token has them. */
const POLICY = { maxAttempts: 5, minPinLength: 6, maxPinLength: 16 } as const;

/** EMPTY → OPEN: a PIN, and the recovery key to be written down. */
export const setUp: TokenVerb<'set-up'> = {
  name: 'set-up',
  synopsis: '[--pin-stdin]',
  run: async (given, surroundings) => {
    const asked = readArguments(given, ['pin-stdin']);
    if (!asked || asked.first !== undefined) return 'usage';
    const { machine, err } = surroundings;
    const answers = await answersForPins(asked.flags.has('pin-stdin') ? 'standard-input' : 'terminal', surroundings);
    if ('exit' in answers) return answers.exit;
    const here = personalVaultHere(machine, newVaultDevice(machine));
    const status = await startVault(here, machine);
    if (status.kind === 'closed' || status.kind === 'locked') {
      say(err, personalWords('here-already'));
      return EXIT.failed;
    }
    const created = status.kind === 'refused' ? status : await here.vault.create(POLICY);
    if (created.kind === 'refused') {
      say(err, explainDeviceError(created.error));
      return EXIT.failed;
    }
    const { awaiting } = created;
    const set = await askNewPin({ answers, policy: POLICY, setPin: (entries) => awaiting.setPin(entries) }, surroundings);
    if (set.kind === 'over') {
      awaiting.abandon();
      return set.exit;
    }
    try {
      return await showRecoveryKey(set.vault, answers, surroundings);
    } finally {
      set.vault.close();
    }
  },
};
