import type { Observer, Vantage } from '../index.ts';

/** The DNS and the web as one observer sees them; nothing is there until a test says so. */
export interface TestWorld {
  readonly vantage: Vantage;
  readonly texts: Map<string, readonly string[]>;
  /** By URL. */
  readonly files: Map<string, string>;
  /** Every name and URL that was asked for. */
  readonly asked: string[];
}

export function testWorld(): TestWorld {
  const texts = new Map<string, readonly string[]>();
  const files = new Map<string, string>();
  const asked: string[] = [];
  const observer: Observer = {
    name: 'here',
    resolver: {
      textsOf: async (name) => {
        asked.push(name);
        const values = texts.get(name);
        return values === undefined ? { kind: 'none' } : { kind: 'found', values };
      },
    },
    outbound: {
      get: async ({ url }) => {
        asked.push(url);
        const text = files.get(url);
        const body = new TextEncoder().encode(text ?? '');
        return { kind: 'answered', status: text === undefined ? 404 : 200, body };
      },
    },
  };
  return { vantage: { observers: [observer], quorum: 1 }, texts, files, asked };
}
