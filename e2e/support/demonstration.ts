import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '@sallyport/platform/testing';
import { inject } from 'vitest';
import { COMMAND_LINE } from './command-line.ts';

/** The demonstration as `npm start` runs it, in a data folder of its own on ports of its own. */
export interface Demonstration {
  readonly origins: Readonly<Record<'certificateServices' | 'federation' | 'selfAdministration' | 'softToken' | 'mail', string>>;
  /** Everything it printed: the addresses, the people, what to try. */
  readonly printed: string;
  /** The activation link printed for this user name. */
  activationLink(userName: string): string;
  readonly invitationLink: string;
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 240_000;
const LISTENERS = 6;

export interface Circumstances {
  readonly recoveryPolicy?: 'classic' | 'strict';
  /** Filled at its start, as the first start anywhere is: its CA names the addresses at which this one answers. */
  readonly filled?: 'before' | 'at-its-start';
}

export async function startDemonstration({ recoveryPolicy = 'classic', filled = 'before' }: Circumstances = {}): Promise<Demonstration> {
  const folder = await mkdtemp(join(tmpdir(), 'sallyport-e2e-'));
  if (filled === 'before') await cp(inject('filledFolder'), folder, { recursive: true });
  const basePort = await freePorts(LISTENERS);
  const settings = { SALLYPORT_DATA: folder, SALLYPORT_BASE_PORT: String(basePort), SALLYPORT_RECOVERY_POLICY: recoveryPolicy };
  const environment = { ...process.env, ...settings };
  const child = spawn(process.execPath, [COMMAND_LINE, 'demo'], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const printed = await readyText(child);
  const origin = (offset: number) => `http://localhost:${String(basePort + offset)}`;
  return {
    origins: {
      certificateServices: origin(0),
      federation: origin(1),
      selfAdministration: origin(2),
      softToken: origin(3),
      mail: origin(4),
    },
    printed,
    activationLink: (userName) => found(printed, new RegExp(`${userName.replace('.', '\\.')}[\\s\\S]*?soft token\\s+(\\S+)`)),
    invitationLink: found(printed, /invitation\s+(\S+)/),
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function found(text: string, pattern: RegExp): string {
  const value = pattern.exec(text)?.[1];
  if (value === undefined) throw new Error(`the demonstration did not print ${String(pattern)}:\n${text}`);
  return value;
}

function readyText(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const give = (problem: string) => {
      clearTimeout(timer);
      child.kill('SIGTERM');
      reject(new Error(`${problem}\n${text}`));
    };
    const timer = setTimeout(() => {
      give('the demonstration was not ready in time');
    }, READY_WITHIN_MS);
    const take = (chunk: Buffer) => {
      text += chunk.toString();
      if (!text.includes('Stop with Ctrl-C')) return;
      clearTimeout(timer);
      resolve(text);
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    child.once('exit', (code) => {
      give(`the demonstration ended with code ${String(code)}`);
    });
  });
}
