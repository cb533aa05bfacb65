import type { Over, OpenToken } from './open-by-pin.ts';
import { openByPin } from './open-by-pin.ts';
import { tellRevoked } from './find-token.ts';
import { showRegistrationCode } from './registration-code.ts';
import { reportRemovals } from './report-removals.ts';
import { contactOpen } from './server/contact-server.ts';
import { isContactDue } from './server/rules.ts';
import { tellClock, tellContact } from './server/tell-contact.ts';
import { say, type Surroundings } from './surroundings.ts';
import type { Answers } from './terminal/answers.ts';
import { words } from './token.messages.ts';

/**
 * CLOSED → OPEN, and what there is to hear of the server before the token is used: renewed keys would make worthless what was shown before, and
 * a revoked token shows nothing. Without a network it opens all the same.
 */
export async function openForUse(
  given: { readonly serial: string | undefined; readonly answers: Answers },
  surroundings: Surroundings,
): Promise<OpenToken | Over> {
  const opened = await openByPin(given, surroundings);
  return opened.kind === 'over' ? opened : contactByTheWay(opened, given.answers, surroundings);
}

async function contactByTheWay(opened: OpenToken, answers: Answers, surroundings: Surroundings): Promise<OpenToken | Over> {
  const { token } = opened;
  const { machine, err } = surroundings;
  const messages = await token.storage.readPendingMessages();
  const isDue = isContactDue({ messagesWaiting: messages.length, clock: opened.vault.clock, now: machine.clock.now() });
  const contacted = isDue ? await contactOpen({ token, vault: opened.vault, hurry: 'by-the-way' }, surroundings) : undefined;
  if (contacted?.outcome.isRevoked) return { kind: 'over', exit: tellRevoked(surroundings) };
  const vault = contacted?.vault ?? opened.vault;
  if (contacted?.told === 'told') say(err, words('server-told'));
  if (contacted) await tellContact(contacted, answers, surroundings);
  if (contacted?.outcome.server === 'heard') await reportRemovals('by-the-way', surroundings);
  await showRegistrationCode(token, vault, surroundings);
  tellClock(vault, surroundings);
  return { ...opened, vault };
}
