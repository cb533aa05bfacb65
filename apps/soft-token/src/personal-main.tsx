import { inspectCode, weaknessOf } from '@sallyport/protocol';
import { startEnhancingApp } from '@sallyport/ui/enhance';
import { render } from 'preact';
import { KeptSettings, openTimeOf } from './app/device-settings.ts';
import { PersonalApp } from './app/personal/personal-app.ts';
import { RememberedVault } from './app/personal/remembered-vault.ts';
import { askToPersist, textStore } from './app/this-browser.ts';
import { watchOpenTime } from './app/watch-open-time.ts';
import { EngineClient } from './engine/engine-client.ts';
import type { PersonalTalk } from './engine/personal/personal-messages.ts';
import { systemClock } from './engine/surroundings.ts';
import { pictureOf, qrReader } from './scan/read-qr-code.ts';
import { PersonalScreens } from './screens/personal/personal-screens.tsx';
import { WeaknessContext } from './screens/use-judged-pin.ts';
import { ClockContext } from './screens/use-seconds.ts';
import { keepOffline } from './service-worker/installed-app.ts';

/** The composition root of `/codes`, the document of the personal vault: the only one besides `/scan` that may use the camera. */
const engine = new EngineClient<PersonalTalk>({
  start: () =>
    new Worker(new URL('./engine/personal/personal-worker.ts', import.meta.url), { type: 'module', name: 'personal-vault-engine' }),
  onChanged: () => void app.changed(),
});

const app: PersonalApp = new PersonalApp({
  engine,
  remembered: new RememberedVault(textStore(window)),
  clock: systemClock,
  askToPersist,
  saveFile,
});

const settings = new KeptSettings(textStore(window));

startEnhancingApp({
  window,
  // No code with check digits is typed here; `inspectRecoveryKey` looks after the recovery key.
  inspectCode: ({ text, groupCount }) => inspectCode({ text, kind: 'unlock', dataDigits: groupCount * 4 }),
});

const { stay } = watchOpenTime({ app, window, clock: systemClock, policy: () => openTimeOf(settings.current) });
const root = document.querySelector('#app');
if (!root) throw new Error('The page has no place for the app.');
render(
  <ClockContext.Provider value={systemClock}>
    <WeaknessContext.Provider value={(pin) => Promise.resolve(weaknessOf(pin))}>
      <PersonalScreens
        app={app}
        onStay={stay}
        onLeave={() => {
          location.assign('/');
        }}
        readPicture={readPicture}
      />
    </WeaknessContext.Provider>
  </ClockContext.Provider>,
  root,
);

void app.start();
void keepOffline((update) => {
  app.offerUpdate(update);
});

/** Only for the recovery key, which is typed into this page anyway; the pictures of accounts are read in the engine. */
async function readPicture(file: File): Promise<string | undefined> {
  try {
    const [read, picture] = await Promise.all([qrReader(), pictureOf(file)]);
    return await read(picture);
  } catch {
    // Not a picture at all.
    return undefined;
  }
}

function saveFile({ name, type, text }: { readonly name: string; readonly type: string; readonly text: string }): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // Later, because some browsers fetch it only after this has run.
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 60_000);
}
