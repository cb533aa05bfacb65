import { concat, utf8, wipe } from '@sallyport/protocol';
import type { RunTool, ToolEnding } from '../run-tool.ts';
import { FACTOR_OCTETS } from '../storage/device-file.ts';
import { ENTRY_LABEL, fromHexOctets, type Keychain, keptIn, toHexOctets } from './keychain.ts';

/** Long enough for a person who is asked to unlock their keychain. */
const PATIENCE_MS = 60_000;
const SERVICE = 'sallyport-soft-token';
/** `errSecItemNotFound` as an exit code. */
const NO_SUCH_ITEM = 44;

/** The login keychain of macOS through `security`. What is stored goes in by its interactive mode, never by its arguments. */
export function macosKeychain(runTool: RunTool): Keychain {
  const run = (args: readonly string[], input?: Uint8Array): Promise<ToolEnding> =>
    runTool({ program: 'security', args, patienceMs: PATIENCE_MS, wants: 'output', ...(input === undefined ? {} : { input }) });

  const find: Keychain['find'] = async (token) => {
    const ending = await run(['find-generic-password', '-s', SERVICE, '-a', token, '-w']);
    if (ending.kind === 'did-not-run') return 'unreachable';
    if (ending.code !== 0) return ending.code === NO_SUCH_ITEM ? 'missing' : 'unreachable';
    const factor = fromHexOctets(ending.output, FACTOR_OCTETS);
    wipe(ending.output);
    return factor ?? 'missing';
  };

  return {
    place: 'macos-keychain',
    find,
    keep: async (token, factor) => {
      const hex = toHexOctets(factor);
      const command = concat(utf8(`add-generic-password -U -s ${SERVICE} -a ${token} -l "${ENTRY_LABEL}" -w `), hex, utf8('\n'));
      wipe(hex);
      await run(['-i'], command);
      wipe(command);
      // The interactive mode ends with 0 whatever became of the command.
      return keptIn(find, token, factor);
    },
    forget: async (token) => {
      await run(['delete-generic-password', '-s', SERVICE, '-a', token]);
    },
  };
}
