import { wipe } from '@sallyport/protocol';
import type { RunTool, ToolEnding } from '../run-tool.ts';
import { FACTOR_OCTETS } from '../storage/device-file.ts';
import type { TokenKey } from '../storage/names.ts';
import { ENTRY_LABEL, fromHexOctets, type Keychain, keptIn, toHexOctets } from './keychain.ts';

/** Long enough for a person who is asked to unlock their keyring. */
const PATIENCE_MS = 60_000;

/** The Secret Service of Linux desktops (GNOME Keyring, KWallet, KeePassXC) through `secret-tool` of libsecret. */
export function secretService(runTool: RunTool): Keychain {
  const attributesOf = (token: TokenKey): readonly string[] => ['application', 'sallyport-soft-token', 'token', token];
  const run = (verb: readonly string[], token: TokenKey, input?: Uint8Array): Promise<ToolEnding> =>
    runTool({
      program: 'secret-tool',
      args: [...verb, ...attributesOf(token)],
      patienceMs: PATIENCE_MS,
      wants: 'output',
      ...(input === undefined ? {} : { input }),
    });

  const find: Keychain['find'] = async (token) => {
    const ending = await run(['lookup'], token);
    if (ending.kind === 'did-not-run') return 'unreachable';
    // It ends with 1 both when there is no such entry and when there is no service; only then does it complain.
    if (ending.code !== 0) return ending.complaint.trim() === '' ? 'missing' : 'unreachable';
    const factor = fromHexOctets(ending.output, FACTOR_OCTETS);
    wipe(ending.output);
    return factor ?? 'missing';
  };

  return {
    place: 'secret-service',
    find,
    keep: async (token, factor) => {
      const hex = toHexOctets(factor);
      const ending = await run(['store', `--label=${ENTRY_LABEL}`], token, hex);
      wipe(hex);
      if (ending.kind === 'did-not-run' || ending.code !== 0) return 'unavailable';
      return keptIn(find, token, factor);
    },
    forget: async (token) => {
      await run(['clear'], token);
    },
  };
}
