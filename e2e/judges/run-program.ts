import { execFile } from 'node:child_process';

/** Runs a program of the system in a folder. Its verdict is its exit status and what it says, on either stream. */
export interface Ending {
  readonly exit: number;
  readonly says: string;
}

/** @throws Error that says what to install when there is no such program. */
export function runProgram(folder: string, program: keyof typeof PACKAGES, args: readonly string[]): Promise<Ending> {
  return new Promise((resolve, reject) => {
    const options = { cwd: folder, env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8' }, maxBuffer: MAX_SAID_OCTETS };
    execFile(program, args, options, (error, out, err) => {
      if (error !== null && typeof error.code !== 'number') {
        reject(new Error(`${program} did not run. On Debian and Ubuntu: apt-get install ${PACKAGES[program]}`, { cause: error }));
        return;
      }
      resolve({ exit: error === null ? 0 : Number(error.code), says: out + err });
    });
  });
}

/** All lists and bundles in print. */
const MAX_SAID_OCTETS = 64 * 1024 * 1024;

/** The program of each judge, and the package it is in. */
const PACKAGES = {
  openssl: 'openssl',
  certtool: 'gnutls-bin',
  ocsptool: 'gnutls-bin',
  certutil: 'libnss3-tools',
  crlutil: 'libnss3-tools',
  vfychain: 'libnss3-tools',
  ocspclnt: 'libnss3-tools',
  pk12util: 'libnss3-tools',
  java: 'default-jre-headless',
  keytool: 'default-jre-headless',
} as const;
