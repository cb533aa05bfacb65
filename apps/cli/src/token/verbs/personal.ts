import type { TokenVerb } from '../token-verb.ts';

/** The personal vault (section 12). Loaded on demand: showing a token's password needs nothing of it. */
export const personal: TokenVerb<'personal'> = {
  name: 'personal',
  synopsis: 'VERB …',
  run: async (given, surroundings) => {
    const { runPersonalCommand } = await import('../personal/personal-command.ts');
    return runPersonalCommand(given, surroundings);
  },
};
