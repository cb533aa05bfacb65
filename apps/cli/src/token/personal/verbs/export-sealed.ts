import { resolve } from 'node:path';
import { EXIT } from '../../exit-codes.ts';
import { answersForPins } from '../../open-by-pin.ts';
import { writeNewFile } from '../../storage/new-file.ts';
import { say } from '../../surroundings.ts';
import { explainDeviceError } from '../../terminal/explanations.ts';
import { printable } from '../../terminal/printable.ts';
import { readArguments, type TokenVerb } from '../../token-verb.ts';
import { codeOf } from '../../trouble.ts';
import { withPersonal } from '../open-personal.ts';
import { personalWords } from '../personal.messages.ts';

/** The export file (docs/protocol/personal-vault.md), which the recovery key opens. */
export const exportSealed: TokenVerb<'export'> = {
  name: 'export',
  synopsis: 'FILE [--pin-stdin]',
  run: async (given, surroundings) => {
    const asked = readArguments(given, ['pin-stdin']);
    if (asked?.first === undefined) return 'usage';
    const path = resolve(asked.first);
    const { err } = surroundings;
    const pins = await answersForPins(asked.flags.has('pin-stdin') ? 'standard-input' : 'terminal', surroundings);
    return withPersonal(pins, surroundings, async ({ vault }) => {
      const exported = await vault.exportSealed();
      if (exported.kind === 'refused') {
        say(err, explainDeviceError(exported.error));
        return EXIT.failed;
      }
      try {
        if ((await writeNewFile(path, exported.text)) === 'there-already') {
          say(err, personalWords('export-there-already', { path: printable(path) }));
          return EXIT.usage;
        }
      } catch (failure) {
        const because = codeOf(failure);
        if (because === undefined) throw failure;
        say(err, personalWords('export-not-written', { code: because }));
        return EXIT.failed;
      }
      say(err, personalWords('exported', { path: printable(path), serial: vault.identity.serial }));
      return EXIT.ok;
    });
  },
};
