import { execFile } from 'node:child_process';
import type { DnsPublisher } from '@sallyport/certificates';

const PATIENCE_MS = 60_000;

/**
 * `PROGRAM publish NAME VALUE` and `PROGRAM remove NAME VALUE`, without a shell and without our settings in its environment. It ends with 0 once every
 * server of the zone answers so; other values under the name stay.
 */
export function dnsProgram(program: string): DnsPublisher {
  const run = (
    what: 'publish' | 'remove',
    { name, value }: { readonly name: string; readonly value: string },
  ): Promise<'done' | 'failed'> =>
    new Promise((resolve) => {
      const { PATH = '', HOME = '' } = process.env;
      execFile(program, [what, name, value], { env: { PATH, HOME }, timeout: PATIENCE_MS }, (error) =>
        resolve(error === null ? 'done' : 'failed'),
      );
    });
  return { publish: (record) => run('publish', record), remove: (record) => run('remove', record) };
}
