import { Actions, Button, Heading, Notice, type OpenDoors, Frame } from '@sallyport/ui';
import type { VNode } from 'preact';
import { FIRST_POLICY, type PersonalApp } from '../../app/personal/personal-app.ts';
import type { PersonalModel, PersonalScreen } from '../../app/personal/personal-model.ts';
import type { OfferSource, PinPolicy, ShownList } from '../../engine/personal/personal-messages.ts';
import { sayPersonal } from '../../messages/personal-english.ts';
import { TroubleScreen } from '../ends.tsx';
import { GoBack } from '../going.tsx';
import { useArrival } from '../use-arrival.ts';
import { useModel } from '../use-model.ts';
import { AccountScreen } from './account.tsx';
import { AddCodesScreen } from './add.tsx';
import { ByHandScreen } from './by-hand.tsx';
import { DestroyScreen, PersonalClosedScreen, PersonalNewPinScreen, RecoverScreen } from './closed.tsx';
import { CodeListScreen } from './code-list.tsx';
import { OfferScreen, UnsealScreen } from './offer.tsx';
import { usePasteAndDrop } from './paste-and-drop.ts';
import { ChangePinScreen, ExportScreen, ReplaceKeyScreen, SettingsScreen } from './settings.tsx';
import { CheckKeyScreen, SetUpScreen, WriteDownScreen } from './set-up.tsx';

export interface PersonalProps {
  readonly app: PersonalApp;
  /** Starts the time of being unused anew. */
  readonly onStay: () => void;
  /** To the soft tokens, which are another document. */
  readonly onLeave: () => void;
  readonly readPicture: (file: File) => Promise<string | undefined>;
}

const LIST: PersonalScreen = { at: 'list' };
const ADD: PersonalScreen = { at: 'add', problem: undefined };
const SETTINGS: PersonalScreen = { at: 'settings' };

/** The whole personal vault: one shell, one screen. */
export function PersonalScreens(props: PersonalProps): VNode {
  const { app, onLeave } = props;
  const model = useModel(app);
  const { screen, update } = model;
  useArrival(screen.at);
  return (
    <Frame part={sayPersonal('part')} doors={doorsOf(model)} width={screen.at === 'list' ? 'wide' : 'reading'}>
      {update ? (
        <Notice title={sayPersonal('update-title')} live="polite">
          <p>{sayPersonal('update-text')}</p>
          <Actions>
            <Button type="button" kind="secondary" onClick={update.accept}>
              {sayPersonal('update-button')}
            </Button>
          </Actions>
        </Notice>
      ) : null}
      {LEADS_OUT.has(screen.at) ? <GoBack onGo={onLeave}>{sayPersonal('all-tokens')}</GoBack> : null}
      {model.list === undefined ? <ClosedSide {...props} model={model} /> : <OpenSide {...props} model={model} list={model.list} />}
    </Frame>
  );
}

const LEADS_OUT: ReadonlySet<PersonalScreen['at']> = new Set(['set-up', 'closed', 'list', 'unreadable']);

interface SideProps extends PersonalProps {
  readonly model: PersonalModel;
}

function ClosedSide({ app, model, onLeave, readPicture }: SideProps): VNode {
  const { screen, view, isBusy } = model;
  switch (screen.at) {
    case 'set-up':
      return (
        <SetUpScreen
          screen={screen}
          wasRemoved={model.wasRemoved}
          isBusy={isBusy}
          onPin={(entries) => void app.setUp(entries)}
          onCancel={onLeave}
        />
      );
    case 'closed':
      if (view?.kind !== 'closed') return <OneMoment />;
      return (
        <PersonalClosedScreen
          screen={screen}
          view={view}
          isBusy={isBusy}
          onPin={(pin) => void app.enterPin(pin)}
          onForgotPin={() => {
            app.go({ at: 'recover', problem: undefined });
          }}
        />
      );
    case 'recover':
      if (view?.kind !== 'closed' && view?.kind !== 'locked') return <OneMoment />;
      return (
        <RecoverScreen
          screen={screen}
          view={view}
          isBusy={isBusy}
          readPicture={readPicture}
          onKey={(key) => void app.recover(key)}
          onBack={() => {
            app.go({ at: 'closed', note: undefined });
          }}
          onDestroy={() => {
            app.go({ at: 'destroy' });
          }}
        />
      );
    case 'must-set-pin':
      return (
        <PersonalNewPinScreen
          screen={screen}
          isBusy={isBusy}
          onPin={(entries) => void app.setNewPin(entries)}
          onCancel={() => void app.abandon()}
        />
      );
    case 'destroy':
      return <DestroyScreen isBusy={isBusy} onDestroy={() => void app.destroy()} onBack={() => void app.abandon()} />;
    case 'trouble':
      return <TroubleScreen trouble={screen.trouble} />;
    case 'unreadable':
      return <Unreadable />;
    // Nothing known yet, or the screens of an open vault while it is closing.
    case 'starting':
    case 'write-down':
    case 'check-key':
    case 'list':
    case 'account':
    case 'add':
    case 'by-hand':
    case 'offer':
    case 'unseal':
    case 'settings':
    case 'export':
    case 'change-pin':
    case 'replace-key':
      return <OneMoment />;
  }
}

interface OpenSideProps extends SideProps {
  readonly list: ShownList;
}

function OpenSide(props: OpenSideProps): VNode {
  const { app, model, list, onStay } = props;
  const { screen, isBusy, closesInSeconds } = model;
  const takes = screen.at === 'list' || screen.at === 'add' || screen.at === 'offer';
  const isHeldAbove = usePasteAndDrop((sources) => {
    if (takes) void app.offer(sources);
  });
  return (
    <>
      {closesInSeconds === undefined ? null : (
        <Notice kind="warning">
          <p role="timer" aria-live="off">
            {sayPersonal('closes-soon', { seconds: closesInSeconds })}
          </p>
          {/* Announced once, not every second. */}
          <p class="visually-hidden" role="status">
            {sayPersonal('closes-soon', { seconds: 30 })}
          </p>
          <Actions>
            <Button type="button" kind="secondary" onClick={onStay}>
              {sayPersonal('stay-open')}
            </Button>
          </Actions>
        </Notice>
      )}
      {takes && isHeldAbove ? <p class="drop-here">{sayPersonal('add-drop')}</p> : null}
      <OpenScreen app={app} list={list} model={model} screen={screen} isBusy={isBusy} />
    </>
  );
}

interface OpenScreenProps {
  readonly app: PersonalApp;
  readonly list: ShownList;
  readonly model: PersonalModel;
  readonly screen: PersonalScreen;
  readonly isBusy: boolean;
}

function OpenScreen({ app, list, model, screen, isBusy }: OpenScreenProps): VNode {
  const toList = (): void => {
    app.go(LIST);
  };
  const toSettings = (): void => {
    app.go(SETTINGS);
  };
  const toAdd = (): void => {
    app.go(ADD);
  };
  const offer = (sources: readonly OfferSource[]): void => void app.offer(sources);
  const onFrame = (picture: ImageBitmap): Promise<'more' | 'done'> => app.lookAtFrame(picture);
  const policy = policyOf(model);
  switch (screen.at) {
    case 'write-down':
      return (
        <WriteDownScreen
          screen={screen}
          onWritten={() => {
            app.toCheckKey();
          }}
        />
      );
    case 'check-key':
      return (
        <CheckKeyScreen
          key={screen.wrong.join()}
          screen={screen}
          isBusy={isBusy}
          onCheck={(typed) => void app.checkKey(typed)}
          onBack={() => {
            app.backToKey();
          }}
        />
      );
    case 'account': {
      const account = list.accounts.find((other) => other.id === screen.id);
      if (account === undefined) return <OneMoment />;
      const { id } = account;
      return (
        <AccountScreen
          account={account}
          onRename={(names) => void app.edit({ edit: 'rename', id, ...names }, LIST)}
          onDelete={() => void app.edit({ edit: 'delete', id }, LIST)}
          onBack={toList}
        />
      );
    }
    case 'add':
      return (
        <AddCodesScreen
          problem={screen.problem}
          isBusy={isBusy}
          onOffer={offer}
          onFrame={onFrame}
          onByHand={() => {
            app.go({ at: 'by-hand', problem: undefined });
          }}
          onBack={toList}
        />
      );
    case 'by-hand':
      return <ByHandScreen problem={screen.problem} isBusy={isBusy} onTyped={(typed) => void app.addTyped(typed)} onBack={toAdd} />;
    case 'offer':
      return (
        <OfferScreen
          screen={screen}
          isBusy={isBusy}
          onOffer={offer}
          onFrame={onFrame}
          onSave={() => void app.saveOffer()}
          onDrop={() => void app.dropOffer()}
        />
      );
    case 'unseal':
      return (
        <UnsealScreen
          screen={screen}
          isBusy={isBusy}
          onSecret={(secret) => void app.unseal(secret)}
          onSkip={() => void app.skipSealed()}
          onBack={() => void app.dropOffer()}
        />
      );
    case 'settings':
      return (
        <SettingsScreen
          view={list.view}
          onView={(view) => void app.edit({ edit: 'view', view })}
          onGo={(next) => {
            app.go(next);
          }}
          onBack={toList}
        />
      );
    case 'export':
      return (
        <ExportScreen
          screen={screen}
          policy={policy}
          isBusy={isBusy}
          onForm={(form) => {
            app.go({ at: 'export', form, note: undefined });
          }}
          onPin={(pin) => void app.export(pin)}
          onBack={toSettings}
        />
      );
    case 'change-pin':
      return (
        <ChangePinScreen
          screen={screen}
          policy={policy}
          isBusy={isBusy}
          onPin={(change) => void app.changePin(change)}
          onBack={toSettings}
        />
      );
    case 'replace-key':
      return (
        <ReplaceKeyScreen
          note={screen.note}
          policy={policy}
          isBusy={isBusy}
          onPin={(pin) => void app.replaceKey(pin)}
          onBack={toSettings}
        />
      );
    case 'destroy':
      return <DestroyScreen isBusy={isBusy} onDestroy={() => void app.destroy()} onBack={toSettings} />;
    case 'list':
      return (
        <CodeListScreen
          list={list}
          asked={model.asked}
          news={model.news}
          isPersistent={model.isPersistent}
          onOver={() => void app.refresh()}
          onUse={(id) => void app.noteUse(id)}
          onNext={(id) => void app.nextPassword(id)}
          onEdit={(edit) => void app.edit(edit)}
          onRename={(id) => {
            app.go({ at: 'account', id });
          }}
          onAdd={toAdd}
          onSettings={toSettings}
          onClose={() => void app.close('button')}
        />
      );
    // Screens of a closed vault, while it is opening.
    case 'starting':
    case 'trouble':
    case 'unreadable':
    case 'set-up':
    case 'closed':
    case 'recover':
    case 'must-set-pin':
      return <OneMoment />;
  }
}

function OneMoment(): VNode {
  return (
    <p role="status" class="working">
      {sayPersonal('one-moment')}
    </p>
  );
}

function Unreadable(): VNode {
  return (
    <>
      <Heading>{sayPersonal('unreadable-title')}</Heading>
      <p>{sayPersonal('unreadable-text')}</p>
    </>
  );
}

function policyOf({ view }: PersonalModel): PinPolicy {
  return view?.kind === 'closed' || view?.kind === 'locked' ? view.policy : FIRST_POLICY;
}

/** The PIN opens both doors; a recovery key the first of them. */
function doorsOf({ list, screen }: PersonalModel): OpenDoors {
  if (list !== undefined && screen.at !== 'write-down' && screen.at !== 'check-key') return 2;
  return list !== undefined || screen.at === 'must-set-pin' ? 1 : 0;
}
