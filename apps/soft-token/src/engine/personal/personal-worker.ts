import { PERSONAL } from '../../storage/names.ts';
import type { Ask, Said } from '../engine-messages.ts';
import { troubleOf } from '../trouble.ts';
import { PersonalEngine } from './personal-engine.ts';
import type { PersonalTalk } from './personal-messages.ts';

/** The dedicated worker of the personal vault: composition root of its engine. Commands are obeyed one after the other. */
declare const self: DedicatedWorkerGlobalScope;

/** Windows tell each other that something changed; what changed is read from storage. */
const windows = new BroadcastChannel('st-personal-changes');
const engine = new PersonalEngine({
  announceChange: () => {
    windows.postMessage(PERSONAL);
  },
});

let queue = Promise.resolve();

self.addEventListener('message', (event: MessageEvent<Ask<PersonalTalk>>) => {
  const { id, command } = event.data;
  queue = queue.then(async () => {
    try {
      say({ kind: 'answer', id, answer: await engine.obey(command) });
    } catch (failure) {
      say({ kind: 'trouble', id, trouble: troubleOf(failure) });
    }
  });
});

windows.addEventListener('message', () => {
  queue = queue.then(async () => {
    await engine.changedElsewhere().catch(() => undefined);
    say({ kind: 'changed', token: PERSONAL });
  });
});

function say(said: Said<PersonalTalk>): void {
  self.postMessage(said);
}
