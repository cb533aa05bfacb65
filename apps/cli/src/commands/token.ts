import type { Command } from '../usage.ts';

/** Loaded when it is called: it needs nothing of the server, and the server nothing of it. */
export const token: Command = {
  name: 'token',
  synopsis: 'VERB …',
  summary: 'The soft token in this terminal: “sallyport token help”.',
  run: async (given) => {
    const { runToken } = await import('../token/run-token.ts');
    return runToken(given);
  },
};
