import type { PortalParts } from './portal-parts.ts';

const NAMED = ['imported', 'server', 'server-and-client', 'short-lived-server', 'public-server'] as const;

function named(id: string): (typeof NAMED)[number] | undefined {
  return NAMED.find((one) => one === id);
}

/** What a profile is for, in words; its id where an operator made it. */
export function profileName({ messages }: PortalParts, id: string): string {
  const known = named(id);
  return known === undefined ? id : messages(`profile.${known}`);
}

export function profileHint({ messages }: PortalParts, id: string): string {
  const known = named(id);
  return known === undefined || known === 'imported' ? '' : messages(`profileHint.${known}`);
}
