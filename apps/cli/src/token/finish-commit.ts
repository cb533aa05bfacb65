import type { OpenVault } from '@sallyport/protocol';
import type { NewsForServer } from '@sallyport/token-client';
import type { DeviceToken } from './device-token.ts';
import type { ExitCode } from './exit-codes.ts';
import { tellRevoked } from './find-token.ts';
import { contactOpen, type Contacted, keepNews } from './server/contact-server.ts';
import { tellContact } from './server/tell-contact.ts';
import { say, type Surroundings } from './surroundings.ts';
import type { Answers } from './terminal/answers.ts';
import { words } from './token.messages.ts';

export interface Commit {
  readonly token: DeviceToken;
  readonly vault: OpenVault;
  readonly news: NewsForServer;
  /** Where it can be asked whose clock is right. */
  readonly answers: Answers;
}

/**
 * After a COMMIT: its receipt is kept, and sent if the server can be reached now; and this is the moment for new keys, as the PIN is at hand. The vault
 * that goes on is in the answer.
 */
export async function finishCommit(
  { token, vault, news, answers }: Commit,
  surroundings: Surroundings,
): Promise<({ readonly kind: 'finished' } & Pick<Contacted, 'vault' | 'told'>) | { readonly kind: 'over'; readonly exit: ExitCode }> {
  await keepNews(token, vault, news);
  const contacted = await contactOpen({ token, vault, hurry: 'asked' }, surroundings);
  if (contacted.outcome.isRevoked) return { kind: 'over', exit: tellRevoked(surroundings) };
  await tellContact(contacted, answers, surroundings);
  if (contacted.told === 'waiting') say(surroundings.err, words('server-later'));
  return { kind: 'finished', vault: contacted.vault, told: contacted.told };
}
