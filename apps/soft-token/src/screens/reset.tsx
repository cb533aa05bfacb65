import type { ResetView } from '@sallyport/protocol';
import { CodeDisplay, Details, Heading, Panel } from '@sallyport/ui';
import type { VNode } from 'preact';
import type { ResetScreen } from '../app/model.ts';
import type { PresentStatus } from '../engine/engine-messages.ts';
import { say } from '../messages/english.ts';
import { GoBack } from './going.tsx';
import { OnDemand } from './on-demand.tsx';
import type { QrCode } from './qr-code.tsx';
import { TokenFacts, tokenName } from './token-facts.tsx';
import { UnlockForm } from './unlock-form.tsx';

type Resettable = Extract<PresentStatus, { kind: 'closed' | 'locked' }>;

export interface ResetScreenProps {
  readonly screen: ResetScreen;
  readonly status: Resettable;
  readonly reset: ResetView;
  /** To Self-Administration with the PIN Reset Code; undefined when the issuer did not say where that is. */
  readonly link: string | undefined;
  readonly isBusy: boolean;
  readonly onCode: (code: string) => void;
  readonly onBack: () => void;
}

/** LOCKED, and RESET_VIEW ("I forgot my PIN"): the PIN Reset Code out, the unlock code in. */
export function ResetTokenScreen({ screen, status, reset, link, isBusy, onCode, onBack }: ResetScreenProps): VNode {
  const { identity, policy } = status;
  return (
    <>
      {screen.at === 'RESET_VIEW' ? <GoBack onGo={onBack}>{say('reset-back')}</GoBack> : null}
      <Heading caption={tokenName(identity)} lead={leadOf(status)}>
        {say(screen.at === 'LOCKED' ? 'locked-title' : 'reset-title')}
      </Heading>
      <section class="reset-out">
        <CodeDisplay code={reset.pinResetCode} kind="prc" label={say('pin-reset-code')} />
        <ol class="reset-steps">
          <li>{say('what-to-do-1')}</li>
          <li>{say('what-to-do-2')}</li>
          <li>{say('what-to-do-3')}</li>
        </ol>
        {link === undefined ? null : (
          <>
            <p class="actions">
              <a class="button button-primary" href={link} target="_blank" rel="noopener">
                {say('unlock-link')} {say('unlock-link-where')}
                <span class="visually-hidden"> {say('unlock-link-new-window')}</span>
              </a>
            </p>
            <Details summary={say('qr-summary')}>
              <OnDemand load={loadQrCode} value={link} label={say('qr-label')} caption={say('qr-caption')} />
            </Details>
          </>
        )}
      </section>
      <Panel title={say('unlock-code-title')}>
        <UnlockForm
          screen={screen}
          serial={identity.serial}
          groupCount={groupCountOf(policy.unlockDigits)}
          isBusy={isBusy}
          onCode={onCode}
        />
      </Panel>
      <TokenFacts {...identity} />
    </>
  );
}

async function loadQrCode(): Promise<typeof QrCode> {
  return (await import('./qr-code.tsx')).QrCode;
}

function leadOf(status: Resettable): string {
  if (status.kind === 'closed') return say('reset-lead');
  const reason = status.problem?.code;
  if (reason === 'STORAGE_EVICTED') return say('locked-evicted');
  if (reason === 'STATE_MAC') return say('locked-tampered');
  return say('locked-lead', { attempts: status.policy.maxAttempts });
}

function groupCountOf(unlockDigits: 12 | 16 | 20): 3 | 4 | 5 {
  return unlockDigits === 12 ? 3 : unlockDigits === 16 ? 4 : 5;
}
