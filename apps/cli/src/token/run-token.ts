import { homedir } from 'node:os';
import { argon2id, systemRandomness } from '@sallyport/platform/device';
import type { Keychain } from './keychain/keychain.ts';
import { macosKeychain } from './keychain/macos-keychain.ts';
import { secretService } from './keychain/secret-service.ts';
import { EXIT } from './exit-codes.ts';
import { type RunTool, toolRunner } from './run-tool.ts';
import { postToTokenApi } from './server/post-to-token-api.ts';
import { durableFiles } from './storage/durable-files.ts';
import { homeLock } from './storage/home-lock.ts';
import { tokenHomeOf } from './storage/token-home.ts';
import { say, type Surroundings, type Voice } from './surroundings.ts';
import { answersOfInput, answersOfTerminal } from './terminal/answers.ts';
import { type ControllingTerminal, openControllingTerminal } from './terminal/controlling-terminal.ts';
import { explainTrouble } from './terminal/explanations.ts';
import { lineReader } from './terminal/line-reader.ts';
import { beginWaiting } from './terminal/waiting.ts';
import { runTokenCommand } from './token-command.ts';
import { troubleOf } from './trouble.ts';

/** The composition root of `sallyport token`: this process's streams, clock, chance, disk, keychain and network. */
export async function runToken(given: readonly string[]): Promise<number> {
  const lines = lineReader(process.stdin);
  const terminal = openedOnce(openControllingTerminal);
  try {
    const { environment, platform } = { environment: process.env, platform: process.platform };
    const home = tokenHomeOf({ environment, homeFolder: homedir() });
    const runTool = toolRunner(environment);
    const clock = { now: () => Date.now(), monotonic: () => performance.now() };
    return await runTokenCommand(given, {
      machine: {
        home,
        files: durableFiles,
        lock: homeLock(home, durableFiles),
        keychain: keychainOf(platform, runTool),
        randomness: systemRandomness,
        clock,
        argon2id,
      },
      out: voiceOf(process.stdout),
      err: voiceOf(process.stderr),
      terminal: answersOfTerminal(terminal.open),
      input: answersOfInput(lines),
      writeToTerminal: () => terminal.open()?.write,
      environment,
      platform,
      runTool,
      server: postToTokenApi,
      beginWaiting: () => {
        // While a line editor holds the terminal, Ctrl-C is a key and no signal.
        terminal.close();
        return beginWaiting();
      },
    } satisfies Surroundings);
  } catch (failure) {
    const trouble = troubleOf(failure);
    if (!trouble) throw failure;
    say(voiceOf(process.stderr), explainTrouble(trouble));
    return EXIT.failed;
  } finally {
    terminal.close();
    lines.close();
  }
}

function voiceOf(stream: NodeJS.WriteStream): Voice {
  return { write: (text) => void stream.write(text), isTerminal: stream.isTTY, columns: stream.columns };
}

function keychainOf(platform: NodeJS.Platform, runTool: RunTool): Keychain | undefined {
  if (platform === 'darwin') return macosKeychain(runTool);
  return platform === 'linux' ? secretService(runTool) : undefined;
}

/** Opened with the first question; closed, it may be opened again. */
function openedOnce(open: () => ControllingTerminal | undefined): { open: () => ControllingTerminal | undefined; close: () => void } {
  let opened: ControllingTerminal | undefined;
  return {
    open: () => (opened ??= open()),
    close: () => {
      opened?.close();
      opened = undefined;
    },
  };
}
