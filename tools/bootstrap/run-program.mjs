import { spawn } from 'node:child_process';

export const ROOT = new URL('../../', import.meta.url).pathname.replace(/^\/([A-Za-z]:)/, '$1');

const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Runs a program in the root of the house until it ends, handing on the signals this process receives.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ stdio?: import('node:child_process').StdioOptions, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<number>} its exit code; when a signal ended it, the same signal ends this process
 */
export function runProgram(program, args, { stdio = 'inherit', env = process.env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: ROOT, stdio, env });
    const handOn = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
    for (const signal of SIGNALS) process.on(signal, handOn);
    // A SIGTERM to npm ends npm and its shell, and the shell hands nothing on: whoever started us is gone then, and so is the reason to run.
    const parent = process.ppid;
    const watch = setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 250);
    watch.unref();
    const letGo = () => {
      clearInterval(watch);
      SIGNALS.forEach((signal) => process.off(signal, handOn));
    };
    child.once('error', (error) => {
      letGo();
      reject(error);
    });
    child.once('exit', (code, signal) => {
      letGo();
      if (signal !== null) process.kill(process.pid, signal);
      resolve(code ?? 1);
    });
  });
}
