import type { OpenVault } from '@sallyport/protocol';
import type { NewsForServer } from '@sallyport/token-client';
import type { DeviceToken } from './device-token.ts';
import { settleClock } from './server/settle-clock.ts';
import { keepNews, tellServer, type Told } from './server/tell-server.ts';
import { say, type Surroundings } from './surroundings.ts';
import { words } from './token.messages.ts';

/** After a COMMIT: its receipt is kept, and sent if the server can be reached now. */
export async function finishCommit(
  { token, vault, news }: { readonly token: DeviceToken; readonly vault: OpenVault; readonly news: NewsForServer },
  surroundings: Surroundings,
): Promise<Told['kind']> {
  await keepNews(token, vault, news);
  const told = await tellServer({ token, identity: vault.identity, vault, hurry: 'asked' }, surroundings);
  await settleClock({ vault, offsetMs: told.offsetMs, answers: surroundings.terminal }, surroundings);
  if (told.kind === 'waiting') say(surroundings.err, words('server-later'));
  return told.kind;
}
