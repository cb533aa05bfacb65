import type { AccountFacts, AccountId } from '@sallyport/protocol/personal-vault';
import { found, inOrder } from '@sallyport/token-client/personal';
import { Actions, Button, Details, EmptyState, Heading } from '@sallyport/ui';
import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { News, PersonalModel } from '../../app/personal/personal-model.ts';
import type { ListEdit, ShownList } from '../../engine/personal/personal-messages.ts';
import { sayPersonal } from '../../messages/personal-english.ts';
import { SearchField } from '../search-field.tsx';
import { useSeconds } from '../use-seconds.ts';
import { CodeCard } from './code-card.tsx';
import { nameOf } from './names.ts';

export interface CodeListProps {
  readonly list: ShownList;
  readonly asked: PersonalModel['asked'];
  readonly news: News | undefined;
  readonly isPersistent: boolean | undefined;
  /** The time step of some code is over. */
  readonly onOver: () => void;
  readonly onUse: (id: AccountId) => void;
  readonly onNext: (id: AccountId) => void;
  readonly onEdit: (edit: ListEdit) => void;
  readonly onRename: (id: AccountId) => void;
  readonly onAdd: () => void;
  readonly onSettings: () => void;
  readonly onClose: () => void;
}

const COPIED_FOR_MS = 2500;

/** All codes at a glance. */
export function CodeListScreen(props: CodeListProps): VNode {
  const { list, news } = props;
  const now = useSeconds();
  const [search, setSearch] = useState('');
  const ordered = inOrder(list.accounts, list.view.order);
  const seen = found(ordered, search);
  const nextEnd = Math.min(...list.passwords.map(({ validUntil }) => validUntil));
  // Asked again at every second until there is a newer one.
  useEffect(() => {
    if (now >= nextEnd) props.onOver();
  }, [now >= nextEnd && now]);
  return (
    <>
      <div class="codes-head">
        <Heading caption={sayPersonal('list-count', { count: ordered.length })}>{sayPersonal('list-title')}</Heading>
        <Actions>
          <Button type="button" kind={ordered.length === 0 ? 'primary' : 'secondary'} onClick={props.onAdd}>
            {sayPersonal('add-open')}
          </Button>
          <Button type="button" kind="quiet" onClick={props.onSettings}>
            {sayPersonal('settings-open')}
          </Button>
          <Button type="button" kind="quiet" onClick={props.onClose}>
            {sayPersonal('close-button')}
          </Button>
        </Actions>
      </div>
      <NewsLine news={news} onEdit={props.onEdit} />
      {ordered.length === 0 ? (
        <EmptyState title={sayPersonal('empty-title')}>
          <p>{sayPersonal('empty-text')}</p>
        </EmptyState>
      ) : (
        <>
          <SearchField
            search={search}
            label={sayPersonal('search')}
            found={sayPersonal('search-found', { count: seen.length })}
            nothing={seen.length > 0 ? undefined : { title: sayPersonal('search-nothing', { search }), clear: sayPersonal('search-clear') }}
            onSearch={setSearch}
          />
          {seen.length === 0 ? null : <Cards {...props} accounts={seen} now={now} />}
        </>
      )}
      <Deleted accounts={list.accounts} onEdit={props.onEdit} />
      {props.isPersistent === false ? <p class="aside">{sayPersonal('not-persistent')}</p> : null}
    </>
  );
}

function Cards(props: CodeListProps & { readonly accounts: readonly AccountFacts[]; readonly now: number }): VNode {
  const { accounts, list, asked, now } = props;
  const [expanded, setExpanded] = useState<AccountId>();
  const [revealed, setRevealed] = useState<{ readonly id: AccountId; readonly until: number }>();
  const [copied, setCopied] = useState<{ readonly id: AccountId; readonly name: string; readonly failed: boolean }>();
  useEffect(() => {
    if (copied === undefined) return undefined;
    const timer = setTimeout(() => {
      setCopied(undefined);
    }, COPIED_FOR_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [copied]);
  const keepFocus = useFocusKept(accounts);
  const copy = (account: AccountFacts, digits: string): void => {
    const done = (failed: boolean) => (): void => {
      setCopied({ id: account.id, name: nameOf(account), failed });
    };
    navigator.clipboard.writeText(digits).then(done(false), done(true));
    props.onUse(account.id);
  };
  return (
    <>
      <ul class="codes" data-size={list.view.size} aria-label={sayPersonal('list-label')}>
        {accounts.map((account) => {
          const { id } = account;
          const password = list.passwords.find((other) => other.id === id);
          return (
            <CodeCard
              key={id}
              account={account}
              password={password}
              asked={asked.get(id)}
              view={list.view}
              now={now}
              isRevealed={revealed?.id === id && now < revealed.until}
              isCopied={copied?.id === id && !copied.failed}
              isExpanded={expanded === id}
              onReveal={() => {
                setRevealed({ id, until: password?.validUntil ?? 0 });
              }}
              onCopy={(digits) => {
                copy(account, digits);
              }}
              onNext={() => {
                props.onNext(id);
              }}
              onExpand={() => {
                setExpanded(expanded === id ? undefined : id);
              }}
              onEdit={(edit) => {
                keepFocus();
                props.onEdit(edit);
              }}
              onRename={() => {
                props.onRename(id);
              }}
            />
          );
        })}
      </ul>
      <p class={copied?.failed ? 'aside' : 'visually-hidden'} role="status">
        {copied === undefined ? '' : copied.failed ? sayPersonal('code-copy-failed') : sayPersonal('code-copied-of', { name: copied.name })}
      </p>
    </>
  );
}

/** A card that moves takes its pressed button along, and browsers take the focus from what moves. Call it before the list is changed. */
function useFocusKept(list: readonly AccountFacts[]): () => void {
  const pressed = useRef<Element | null>(null);
  const order = list.map(({ id }) => id).join();
  useLayoutEffect(() => {
    const { current } = pressed;
    pressed.current = null;
    if (current instanceof HTMLElement && current.isConnected && document.activeElement !== current) current.focus();
  }, [order]);
  return () => {
    pressed.current = document.activeElement;
  };
}

function NewsLine({ news, onEdit }: { readonly news: News | undefined; readonly onEdit: (edit: ListEdit) => void }): VNode {
  const isQuiet = news === undefined || news.kind === 'moved';
  return (
    <div class={isQuiet ? 'visually-hidden' : 'codes-news'} role="status">
      {news === undefined ? null : <span>{sayNews(news)}</span>}
      {news?.kind === 'deleted' ? (
        <button
          type="button"
          class="button button-quiet"
          onClick={() => {
            onEdit({ edit: 'restore', id: news.id });
          }}
        >
          {sayPersonal('undo')}
        </button>
      ) : null}
    </div>
  );
}

function sayNews(news: News): string {
  switch (news.kind) {
    case 'saved':
      return sayPersonal('news-saved', { count: news.count });
    case 'deleted':
      return sayPersonal('news-deleted', { name: news.name });
    case 'restored':
      return sayPersonal('news-restored', { name: news.name });
    case 'moved':
      return sayPersonal('news-moved', { name: news.name, place: news.place });
    case 'exported':
    case 'pin-changed':
    case 'key-checked':
      return sayPersonal(`news-${news.kind}`);
  }
}

function Deleted(props: { readonly accounts: readonly AccountFacts[]; readonly onEdit: (edit: ListEdit) => void }): VNode | null {
  const deleted = props.accounts.filter(({ isDeleted }) => isDeleted);
  if (deleted.length === 0) return null;
  return (
    <Details summary={sayPersonal('deleted-summary', { count: deleted.length })}>
      <p>{sayPersonal('deleted-text')}</p>
      <ul class="codes-deleted">
        {deleted.map((account) => (
          <li key={account.id}>
            <Button
              type="button"
              kind="quiet"
              onClick={() => {
                props.onEdit({ edit: 'restore', id: account.id });
              }}
            >
              {sayPersonal('restore', { name: nameOf(account) })}
            </Button>
          </li>
        ))}
      </ul>
    </Details>
  );
}
