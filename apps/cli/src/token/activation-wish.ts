import { isOrigin, parseActivationLink } from '@sallyport/protocol';
import { parseOfflineActivation } from '@sallyport/protocol/activation-offline';
import { Secret } from '@sallyport/platform/device';
import type { ActivationOutcome } from '@sallyport/token-client';
import type { ActivationPorts } from '@sallyport/token-client/activation';
import type { Machine } from './device-token.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { say, type Surroundings } from './surroundings.ts';
import { words } from './token.messages.ts';

/** The three ways of section 14, each with what it takes. `origin`: of the server, the only one that is asked or told anything. */
export type ActivationWish =
  | { readonly way: 'link'; readonly link: Secret<string>; readonly origin: string }
  | { readonly way: 'offline'; readonly text: Secret<string>; readonly origin: string }
  | { readonly way: 'typed'; readonly serial: string; readonly code: Secret<string>; readonly origin: string };

export interface WishArguments {
  /** A link, or `-`. */
  readonly first: string | undefined;
  readonly serial: string | undefined;
  readonly server: string | undefined;
  readonly codeFrom: 'terminal' | 'standard-input';
}

type Over = { readonly kind: 'over'; readonly exit: ExitCode };

/** Asks for what is missing. The link or text is a secret: one given as an argument is taken, and its owner is told where it is now. */
export async function readWish(
  given: WishArguments,
  surroundings: Surroundings,
): Promise<{ readonly kind: 'wish'; readonly wish: ActivationWish } | Over> {
  return given.serial === undefined ? readLink(given.first, surroundings) : readTyped({ ...given, serial: given.serial }, surroundings);
}

async function readLink(
  first: string | undefined,
  { terminal, input, err }: Surroundings,
): Promise<{ readonly kind: 'wish'; readonly wish: ActivationWish } | Over> {
  const isArgument = first !== undefined && first !== '-';
  if (isArgument) say(err, words('link-in-history'));
  const text = isArgument ? new Secret(first) : await (first === '-' ? input : terminal).hidden(words('ask-link'));
  if (text === undefined) return stopped(err);
  const link = parseActivationLink(text.reveal());
  if (link.ok) return { kind: 'wish', wish: { way: 'link', link: text, origin: link.value.apiOrigin } };
  const offline = parseOfflineActivation(text.reveal());
  if (offline.ok) return { kind: 'wish', wish: { way: 'offline', text, origin: offline.value.apiOrigin } };
  say(err, words('activation-link-malformed'));
  return { kind: 'over', exit: EXIT.usage };
}

async function readTyped(
  given: WishArguments & { readonly serial: string },
  { terminal, input, err }: Surroundings,
): Promise<{ readonly kind: 'wish'; readonly wish: ActivationWish } | Over> {
  const server = given.server ?? (await terminal.shown(words('ask-server')));
  if (server === undefined) return stopped(err);
  const origin = serverOrigin(server);
  if (origin === undefined) {
    say(err, words('server-malformed'));
    return { kind: 'over', exit: EXIT.usage };
  }
  const code = await (given.codeFrom === 'terminal' ? terminal : input).shown(words('ask-activation-code'));
  return code === undefined ? stopped(err) : { kind: 'wish', wish: { way: 'typed', serial: given.serial, code: new Secret(code), origin } };
}

/** As people write an address: without `https://`, with a slash behind it. Undefined for what is none, or not encrypted. */
export function serverOrigin(typed: string): string | undefined {
  const address = typed.trim().replace(/\/$/, '').toLowerCase();
  const origin = address.includes('://') ? address : `https://${address}`;
  return isOrigin(origin) ? origin : undefined;
}

/** Each way is loaded when it is used: one needs HPKE, one a curve, one neither. */
export async function activateBy(
  wish: ActivationWish,
  ports: ActivationPorts,
  { argon2id }: Pick<Machine, 'argon2id'>,
): Promise<ActivationOutcome> {
  const { origin } = wish;
  switch (wish.way) {
    case 'link': {
      const { activateByLink } = await import('@sallyport/token-client/activation');
      return activateByLink({ link: wish.link.reveal(), origin }, ports);
    }
    case 'typed': {
      const { activateByTypedCode } = await import('@sallyport/token-client/activation-typed');
      return activateByTypedCode({ serial: wish.serial, code: wish.code.reveal(), origin }, { ...ports, argon2id });
    }
    case 'offline': {
      const { activateOffline } = await import('@sallyport/token-client/activation-offline');
      return activateOffline({ text: wish.text.reveal(), origin }, ports);
    }
  }
}

function stopped(err: Surroundings['err']): Over {
  say(err, words('stopped'));
  return { kind: 'over', exit: EXIT.failed };
}
