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
    this.script = { 'look-around': [], deliver: { told: [], waiting: [] }, abandon: { kind: 'abandoned' }, ...script };
  }

  async ask<Asked extends Command>(command: Asked): Promise<Answers[Asked['do']]> {
    this.asked.push(command.do);
    const name: Asked['do'] = command.do;
    const answer = this.script[name] as Answers[Asked['do']] | Trouble | 'never' | undefined;
    if (answer === undefined) throw new Error(`The script has no answer to ${name}.`);
    if (answer === 'never') return new Promise((_, reject) => this.#giveUp.push(reject));
    if (typeof answer === 'string') throw new EngineTrouble(answer);
    return Promise.resolve(answer);
  }

  close(): void {
    this.closed += 1;
    for (const giveUp of this.#giveUp) giveUp(new EngineTrouble('closed'));
    this.#giveUp = [];
  }
}
