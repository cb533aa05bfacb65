import { EngineTrouble } from '../engine/engine-client.ts';
import type { Answers, Command, Trouble } from '../engine/engine-messages.ts';

type Script = { [Name in Command['do']]?: Answers[Name] | Trouble | 'never' };

/** An engine that answers as told and keeps what it was asked. `never`: only closing ends the wait. */
export class ScriptedEngine {
  readonly asked: Command['do'][] = [];
  closed = 0;
  script: Script;
  #giveUp: ((trouble: EngineTrouble) => void)[] = [];

  constructor(script: Script) {
    this.script = {
      'look-around': [],
      deliver: { told: [], waiting: [], news: [] },
      abandon: { kind: 'abandoned' },
      'keep-protection': { kind: 'kept' },
      ...script,
    };
  }

  async ask(command: Command): Promise<never> {
    this.asked.push(command.do);
    const answer: Answers[Command['do']] | Trouble | 'never' | undefined = this.script[command.do];
    if (answer === undefined) throw new Error(`The script has no answer to ${command.do}.`);
    if (answer === 'never') return new Promise((_, reject) => this.#giveUp.push(reject));
    if (typeof answer === 'string') throw new EngineTrouble(answer);
    // The script is typed by the same table as the answer.
    return answer as never;
  }

  close(): void {
    this.closed += 1;
    for (const giveUp of this.#giveUp) giveUp(new EngineTrouble('closed'));
    this.#giveUp = [];
  }
}
