import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type Ending, runProgram } from './run-program.ts';

/** As the number that `vfychain` knows it by. */
const USAGES = { server: '1', authority: '3', responder: '10' } as const;
export type NssUsage = keyof typeof USAGES;

/** What `ocspclnt` gives as its reason, and what the responder said. */
const REASONS = {
  "Peer's Certificate has been revoked.": 'revoked',
  'The OCSP server has no status for the certificate.': 'unknown',
  'The OCSP server found the request to be corrupted or improperly formed.': 'malformed-request',
  'The OCSP server experienced an internal error.': 'internal-error',
  'The OCSP server suggests trying again later.': 'try-later',
  'The OCSP server has refused this request as unauthorized.': 'unauthorized',
} as const;

/** A database of NSS with a root it trusts. Certificates and lists are DER files of its folder. */
export class NssDatabase {
  readonly #folder: string;
  readonly #path: string;

  private constructor(folder: string, name: string) {
    this.#folder = folder;
    this.#path = `sql:${join(folder, name)}`;
  }

  static async make({
    folder,
    name,
    root,
  }: {
    readonly folder: string;
    readonly name: string;
    readonly root: string;
  }): Promise<NssDatabase> {
    mkdirSync(join(folder, name));
    const database = new NssDatabase(folder, name);
    expect(await database.ask('certutil', '-N', '--empty-password')).toMatchObject({ exit: 0 });
    await database.add('root', root, 'CT,C,C');
    return database;
  }

  ask(program: 'certutil' | 'crlutil' | 'vfychain' | 'ocspclnt', ...args: readonly string[]): Promise<Ending> {
    return runProgram(this.#folder, program, [...args, '-d', this.#path]);
  }

  async add(name: string, file: string, trust = ',,'): Promise<void> {
    expect([name, await this.ask('certutil', '-A', '-n', name, '-t', trust, '-i', file)]).toMatchObject([name, { exit: 0 }]);
  }

  /** With the check of its signature. */
  addList(file: string): Promise<Ending> {
    return this.ask('crlutil', '-I', '-i', file);
  }

  /** `good`, `revoked` (by a list that is here), or what it says. */
  async byPath(usage: NssUsage, ...path: readonly string[]): Promise<string> {
    const { says } = await runProgram(this.#folder, 'vfychain', ['-d', this.#path, '-u', USAGES[usage], ...path]);
    if (says.includes('Chain is good!')) return 'good';
    return says.includes('has been revoked') ? 'revoked' : says;
  }

  /** Asks the responder that the certificate names: `good`, `revoked`, `unknown`, why it has no answer, or what it says. */
  async byOcsp(file: string): Promise<string> {
    const { exit, says } = await this.ask('ocspclnt', '-V', file, '-u', 's');
    if (exit === 0 && says.includes('succeeded')) return 'good';
    return Object.entries(REASONS).find(([words]) => says.includes(words))?.[1] ?? says;
  }
}
