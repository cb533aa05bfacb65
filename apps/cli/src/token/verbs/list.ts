import { isPresent } from '../choose-token.ts';
import { findTokens, type FoundToken } from '../device-token.ts';
import { EXIT } from '../exit-codes.ts';
import { say } from '../surroundings.ts';
import { printable } from '../terminal/printable.ts';
import { readArguments, type TokenVerb } from '../token-verb.ts';
import { words } from '../token.messages.ts';

/** The tokens of this user on this machine, one a line. */
export const list: TokenVerb<'list'> = {
  name: 'list',
  synopsis: '',
  run: async (given, { machine, out, err }) => {
    const asked = readArguments(given, []);
    if (asked?.first !== undefined || !asked) return 'usage';
    const found = await findTokens(machine);
    if (found.length === 0) {
      say(err, words('none-here'));
      return EXIT.ok;
    }
    const rows = found.map(rowOf);
    const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
    say(
      out,
      ...rows.map((row) =>
        row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd(),
      ),
    );
    return EXIT.ok;
  },
};

function rowOf({ token, status }: FoundToken): readonly string[] {
  if (!isPresent(status)) return [token.key, words('state-unreadable')];
  const { serial, issuer, label } = status.identity;
  return [serial, words(`state-${status.kind}`), printable(issuer), printable(label)];
}
