import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNamedHostClient, type Resolver } from '@sallyport/platform';
import { freePorts, selfSignedCertificate } from '@sallyport/platform/testing';
import type { AcmeWire } from '@sallyport/certificates';

/** A real ACME CA on this machine, which finds every name at 127.0.0.1, and the DNS in which TXT records can be set. */
export interface Pebble {
  readonly directory: string;
  readonly wire: AcmeWire;
  /** Where it looks for the files of http-01. */
  readonly httpPort: number;
  /** The address at which records are set and cleared. */
  readonly dnsManagement: string;
  stop(): Promise<void>;
}

/** External accounts that it knows, when it is told to want one. */
export const EXTERNAL_ACCOUNT = { keyId: 'kid-1', key: 'zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W' };

interface PebbleWish {
  readonly account?: 'any' | 'external';
  /** Where somebody answers already; else at a free port. */
  readonly httpPort?: number;
}

/** @throws Error that says what to install when there is no Pebble. */
export async function startPebble({ account = 'any', httpPort }: PebbleWish = {}): Promise<Pebble> {
  const first = await freePorts(6);
  const [acme, management, ownHttp, tls, dns, dnsManagement] = [0, 1, 2, 3, 4, 5].map((offset) => String(first + offset));
  const http = httpPort ?? Number(ownHttp);
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-pebble-'));
  const { certificate, privateKey } = selfSignedCertificate();
  const write = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const configuration = write(
    'pebble.json',
    JSON.stringify({
      pebble: {
        listenAddress: `127.0.0.1:${acme ?? ''}`,
        managementListenAddress: `127.0.0.1:${management ?? ''}`,
        certificate: write('host.pem', certificate),
        privateKey: write('host.key', privateKey),
        httpPort: http,
        tlsPort: Number(tls),
        ocspResponderURL: '',
        externalAccountBindingRequired: account === 'external',
        externalAccountMACKeys: { [EXTERNAL_ACCOUNT.keyId]: EXTERNAL_ACCOUNT.key },
      },
    }),
  );
  const off = ['-http01', '', '-https01', '', '-tlsalpn01', '', '-defaultIPv6', ''];
  const children = await Promise.all([
    started({
      program: 'pebble-challtestsrv',
      args: [...off, '-dns01', `127.0.0.1:${dns ?? ''}`, '-management', `127.0.0.1:${dnsManagement ?? ''}`],
      ready: /management/i,
    }),
    started({
      program: 'pebble',
      args: ['-config', configuration, '-dnsserver', `127.0.0.1:${dns ?? ''}`],
      ready: /Listening on/,
      // A nonce in five is refused, and what was proven before counts again for one name in a hundred, which is as seldom as it can be told: what may happen does.
      environment: { PEBBLE_VA_NOSLEEP: '1', PEBBLE_WFE_NONCEREJECT: '20', PEBBLE_AUTHZREUSE: '0' },
    }),
  ]);
  const origin = `https://localhost:${acme ?? ''}`;
  const here: Resolver = {
    addressesOf: () => Promise.resolve({ kind: 'found', values: ['127.0.0.1'] }),
    textsOf: () => Promise.resolve({ kind: 'none' }),
    caaOf: () => Promise.resolve({ kind: 'none' }),
  };
  return {
    directory: `${origin}/dir`,
    wire: createNamedHostClient({ resolver: here, origin, trusted: [certificate] }),
    httpPort: http,
    dnsManagement: `http://127.0.0.1:${dnsManagement ?? ''}`,
    stop: async () => {
      await Promise.all(children.map(stopped));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Program {
  readonly program: string;
  readonly args: readonly string[];
  /** What it says once it listens. */
  readonly ready: RegExp;
  readonly environment?: Readonly<Record<string, string>>;
}

function started({ program, args, ready, environment = {} }: Program): Promise<ChildProcess> {
  const { PATH = '' } = process.env;
  const child = spawn(program, args, { env: { PATH, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-4000);
      if (ready.test(said)) resolve(child);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', (error) =>
      reject(new Error(`${program} did not run. On Debian and Ubuntu: apt-get install pebble`, { cause: error })),
    );
    child.once('exit', (code) => reject(new Error(`${program} ended with ${String(code)}: ${said}`)));
  });
}

function stopped(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill();
  });
}
