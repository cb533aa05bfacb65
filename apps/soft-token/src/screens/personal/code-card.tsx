import type { AccountFacts, AccountPassword, ListView } from '@sallyport/protocol/personal-vault';
import type { VNode } from 'preact';
import type { ListEdit } from '../../engine/personal/personal-messages.ts';
import { sayPersonal } from '../../messages/personal-english.ts';
import { Ring } from '../countdown-ring.tsx';
import { inThrees, nameOf } from './names.ts';

export interface CodeCardProps {
  readonly account: AccountFacts;
  /** Of a time-based account. */
  readonly password: AccountPassword | undefined;
  /** Of a counter-based one, once it was asked for. */
  readonly asked: string | undefined;
  readonly view: ListView;
  readonly now: number;
  readonly isRevealed: boolean;
  readonly isCopied: boolean;
  readonly isExpanded: boolean;
  readonly onReveal: () => void;
  readonly onCopy: (digits: string) => void;
  readonly onNext: () => void;
  readonly onExpand: () => void;
  readonly onEdit: (edit: ListEdit) => void;
  readonly onRename: () => void;
}

/** One account: whose it is, its code in threes, how long it holds, what comes after it. The whole face copies. */
export function CodeCard(props: CodeCardProps): VNode {
  const { account, password, asked, view, now, isRevealed, isCopied, isExpanded } = props;
  const name = nameOf(account);
  const isCounted = account.otp.type === 'hotp';
  const shown = password && atMoment(password, now);
  const digits = isCounted ? asked : shown?.digits;
  const isHidden = !isCounted && view.codes === 'hidden' && !isRevealed;
  return (
    <li class="code-card" data-size={view.size} data-counts={isCounted && asked !== undefined}>
      <button
        type="button"
        class="code-face"
        onClick={() => {
          if (digits === undefined) props.onNext();
          else if (isHidden) props.onReveal();
          else props.onCopy(digits);
        }}
      >
        <span class="code-name">
          <span class="code-issuer">{account.issuer || account.label || sayPersonal('unnamed')}</span>
          {account.issuer === '' || account.label === '' ? null : <span class="code-label">{account.label}</span>}
        </span>
        {digits === undefined ? (
          <span class="code-ask">{sayPersonal('code-ask')}</span>
        ) : (
          <span class="code-digits" aria-hidden="true" data-hidden={isHidden}>
            <Digits digits={isHidden ? digits.replaceAll(/./g, '•') : digits} />
          </span>
        )}
        {shown && view.size === 'large' && !isHidden ? (
          <span class="code-next" aria-hidden="true">
            {sayPersonal('code-next')} <Digits digits={shown.nextDigits} />
          </span>
        ) : null}
        {isCounted && view.size === 'large' ? <span class="code-next">{sayPersonal('code-ask-hint')}</span> : null}
        <span class="visually-hidden"> {spoken({ digits, isHidden, secondsLeft: shown?.secondsLeft })}</span>
        <span class="code-copied" aria-hidden="true">
          {isCopied ? sayPersonal('code-copied') : ''}
        </span>
      </button>
      {shown ? (
        <span class="ring code-ring" data-nearly-over={shown.secondsLeft <= 5} aria-hidden="true">
          <Ring secondsLeft={shown.secondsLeft} periodSeconds={account.otp.period} />
        </span>
      ) : null}
      {isCounted && asked !== undefined ? (
        <button type="button" class="code-again" onClick={props.onNext}>
          {sayPersonal('code-ask-again')}
          <span class="visually-hidden"> {name}</span>
        </button>
      ) : null}
      <span class="code-tools">
        {account.isPinned ? (
          <span class="code-pinned">
            <span class="visually-hidden">{sayPersonal('pinned')}</span>
          </span>
        ) : null}
        <button
          type="button"
          class="code-more"
          aria-expanded={isExpanded}
          aria-label={sayPersonal('more-of', { name })}
          onClick={props.onExpand}
        >
          <svg viewBox="0 0 20 20" aria-hidden="true" focusable="false">
            <circle cx="4" cy="10" r="1.75" />
            <circle cx="10" cy="10" r="1.75" />
            <circle cx="16" cy="10" r="1.75" />
          </svg>
        </button>
      </span>
      {isExpanded ? <MoreActions {...props} /> : null}
    </li>
  );
}

function MoreActions({ account, view, onEdit, onRename }: CodeCardProps): VNode {
  const { id } = account;
  const act = (label: string, onClick: () => void): VNode => (
    <button type="button" class="button button-quiet" onClick={onClick}>
      {label}
    </button>
  );
  return (
    <div class="code-actions" role="group" aria-label={sayPersonal('more-of', { name: nameOf(account) })}>
      {act(sayPersonal(account.isPinned ? 'unpin-account' : 'pin-account'), () => {
        onEdit({ edit: account.isPinned ? 'unpin' : 'pin', id });
      })}
      {view.order === 'hand' ? (
        <>
          {act(sayPersonal('move-up'), () => {
            onEdit({ edit: 'move', id, direction: 'up' });
          })}
          {act(sayPersonal('move-down'), () => {
            onEdit({ edit: 'move', id, direction: 'down' });
          })}
        </>
      ) : null}
      {act(sayPersonal('edit-account'), onRename)}
      {act(sayPersonal('delete-account'), () => {
        onEdit({ edit: 'delete', id });
      })}
    </div>
  );
}

function Digits({ digits }: { readonly digits: string }): VNode {
  return (
    <span class="code">
      {inThrees(digits).map((group, index) => [
        index === 0 ? null : ' ',
        <span key={index} class="code-group">
          {group}
        </span>,
      ])}
    </span>
  );
}

/** When a step is over and the engine has not answered yet, the next code is the one that holds. */
function atMoment(
  password: AccountPassword,
  now: number,
): { readonly digits: string; readonly nextDigits: string; readonly secondsLeft: number } {
  const { digits, nextDigits, validFrom, validUntil } = password;
  const isOver = now >= validUntil;
  const until = isOver ? validUntil + (validUntil - validFrom) : validUntil;
  return { digits: isOver ? nextDigits : digits, nextDigits, secondsLeft: Math.max(0, Math.ceil((until - now) / 1000)) };
}

function spoken(face: {
  readonly digits: string | undefined;
  readonly isHidden: boolean;
  readonly secondsLeft: number | undefined;
}): string {
  const { digits, isHidden, secondsLeft } = face;
  if (digits === undefined) return '';
  if (isHidden) return sayPersonal('code-hidden');
  const code = Array.from(digits).join(' ');
  const left = secondsLeft === undefined ? '' : `, ${sayPersonal('code-seconds', { seconds: secondsLeft })}`;
  return `${code}${left}. ${sayPersonal('code-copy')}`;
}
