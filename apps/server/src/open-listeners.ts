import type { BuiltListener } from './listeners.ts';

type Opening = { readonly kind: 'open' } | { readonly kind: 'refused'; readonly problems: string };

/**
 * Opens every listener; says of all that cannot be opened at once why, and what to do. The caller ends then: some may stand open.
 * @throws what the system says where it is none of the known reasons.
 */
export async function openListeners(host: string, listeners: readonly BuiltListener[]): Promise<Opening> {
  const problems = await Promise.all(
    listeners.map(async ({ name, listener, port }) => {
      try {
        await listener.listen({ host, port });
        return [];
      } catch (error) {
        return problemsOf(error, { name, host, port });
      }
    }),
  );
  const said = [...new Set(problems.flat())];
  return said.length === 0 ? { kind: 'open' } : { kind: 'refused', problems: ['Sallyport cannot start:', ...said].join('\n  ') };
}

interface Place extends Pick<BuiltListener, 'name' | 'port'> {
  readonly host: string;
}

function problemsOf(error: unknown, { name, host, port }: Place): readonly string[] {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return [
        `Port ${String(port)} (${name}) is taken by another program, perhaps by a Sallyport that still runs: stop that one, or choose other ports with SALLYPORT_BASE_PORT.`,
      ];
    case 'EACCES':
      return [`Port ${String(port)} (${name}) is not open to this user: choose ports above 1023 with SALLYPORT_BASE_PORT.`];
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return [`SALLYPORT_LISTEN_HOST is ${host}, which is no address of this machine.`];
    case undefined:
    default:
      throw error;
  }
}
