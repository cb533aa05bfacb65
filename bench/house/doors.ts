import { performance } from 'node:perf_hooks';
import { Browser } from './browser.ts';
import type { Connections } from './connections.ts';
import type { RunningServer } from './running-server.ts';

/** Doors at which somebody could ask whether there is such an account, each as one request that can be sent again and again. */
export interface Door {
  readonly name: string;
  /** Knocks from an address that has never been here, and answers how long it took, in milliseconds. @throws Error unless the answer is the one that both get. */
  readonly knock: (who: { readonly userName: string; readonly address: string }) => Promise<number>;
}

const WRONG = 'not the password of anybody';

export async function openDoors({
  server,
  connections,
}: {
  readonly server: RunningServer;
  readonly connections: Connections;
}): Promise<readonly Door[]> {
  const door = async (
    name: string,
    page: URL,
    given: { readonly answer: number; readonly form: (userName: string) => Readonly<Record<string, string>> },
  ): Promise<Door> => {
    const browser = new Browser({ connections, address: '127.0.0.1' });
    const { url } = await browser.open(page);
    return {
      name,
      knock: async ({ userName, address }) => {
        browser.comesFrom(address);
        const started = performance.now();
        const { status } = await browser.submit(url, new URLSearchParams(given.form(userName)).toString());
        const took = performance.now() - started;
        if (status !== given.answer) throw new Error(`${name} answered ${String(status)}`);
        return took;
      },
    };
  };
  const wrongPassword = { answer: 401, form: (userName: string) => ({ userName, password: WRONG }) };
  return [
    await door('sign-in', new URL('/dashboard', server.certificateServices), wrongPassword),
    await door('sign-in to Self-Administration', new URL('/actions', server.selfAdministration), wrongPassword),
    await door('forgotten password', new URL('/password/forgotten', server.federation), {
      answer: 303,
      form: (userName) => ({ userName }),
    }),
    await door('opening a frozen account', new URL('/frozen', server.federation), {
      answer: 401,
      form: (userName) => ({ userName, password: WRONG, otp: '123456' }),
    }),
  ];
}
