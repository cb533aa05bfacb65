import { inspectCode, type PinRefusal } from '@sallyport/protocol';
import { startEnhancingApp } from '@sallyport/ui/enhance';
import { render } from 'preact';
import { takeErrand } from './app/address.ts';
import { KeptSettings, openTimeOf } from './app/device-settings.ts';
import { watchInstallation } from './app/installation.ts';
import { RememberedTokens } from './app/remembered-tokens.ts';
import { askToPersist, textStore } from './app/this-browser.ts';
import { TokenApp } from './app/token-app.ts';
import { watchOpenTime } from './app/watch-open-time.ts';
import { EngineClient } from './engine/engine-client.ts';
import { systemClock } from './engine/surroundings.ts';
import { App } from './screens/app.tsx';
import { WeaknessContext } from './screens/use-judged-pin.ts';
import { ClockContext } from './screens/use-seconds.ts';
import { say } from './messages/english.ts';
import { keepOffline } from './service-worker/installed-app.ts';
import { hasPersonalVault } from './storage/existing-databases.ts';
import { DeviceAuthenticator } from './webauthn/device-authenticator.ts';

/** The page's composition root. The secret of a link leaves the address bar before anything else happens. */
const errand = takeErrand(window);

const authenticator = new DeviceAuthenticator({
  load: () => import('./webauthn/ceremonies.ts'),
  onState: (state) => {
    app.deviceIs(state);
  },
});

const engine = new EngineClient({
  authenticator,
  start: () => new Worker(new URL('./engine/engine-worker.ts', import.meta.url), { type: 'module', name: 'soft-token-engine' }),
  onChanged: (token) => void app.tokenChanged(token),
});

const app: TokenApp = new TokenApp({
  engine,
  remembered: new RememberedTokens(textStore(window)),
  clock: systemClock,
  askToPersist,
  hasPersonalVault,
  authenticator,
  loadDesk: async () => {
    const { TokenDesk } = await import('./app/token-desk.ts');
    return (host) => new TokenDesk(host, { id: window.location.hostname, name: say('part') });
  },
});

async function weaknessOf(pin: string): Promise<PinRefusal | undefined> {
  return (await engine.ask({ do: 'judge-pin', pin })).weakness;
}

const settings = new KeptSettings(textStore(window));

const CODE_KINDS = {
  prc: 'pin-reset',
  unl: 'unlock',
  act: 'activation',
  reg: 'registration',
  rec: 'recovery',
  tmp: 'temporary-access',
} as const;
startEnhancingApp({
  window,
  inspectCode: ({ text, kind, groupCount }) => inspectCode({ text, kind: CODE_KINDS[kind], dataDigits: groupCount * 4 }),
});

const { stay } = watchOpenTime({ app, window, clock: systemClock, policy: () => openTimeOf(settings.current) });
const root = document.querySelector('#app');
if (!root) throw new Error('no #app');
watchInstallation(window, (install) => {
  render(
    <ClockContext.Provider value={systemClock}>
      <WeaknessContext.Provider value={weaknessOf}>
        <App app={app} install={install} settings={settings} onStay={stay} />
      </WeaknessContext.Provider>
    </ClockContext.Provider>,
    root,
  );
});

window.addEventListener('online', () => void app.deliver());

void app.start(errand);
void keepOffline((update) => {
  app.offerUpdate(update);
});
