import type { OpenVault } from '@sallyport/protocol';
import { agreedClock, type ContactOutcome, forgetRegistration, type PendingMessage, registrationCodeIn } from '@sallyport/token-client';
import type { TokenKey } from '../storage/names.ts';
import type { DeviceToken } from './device-tokens.ts';
import type { Answers, Delivery, Opened, Refusal } from './engine-messages.ts';
import { outboxOf } from './outbox-of.ts';
import { contactClosed, contactOpen, finishRemovalOf, type InTurn, remove, reportRemovalOf } from './token-contact.ts';
import type { TokenNews } from './token-news.ts';

interface OpenToken {
  readonly token: DeviceToken;
  readonly vault: OpenVault;
}

/** What the engine lends for it. */
export interface EngineHands {
  readonly inTurn: InTurn;
  readonly announceChange: (token: TokenKey) => void;
  readonly tokenOf: (key: TokenKey) => DeviceToken;
  /** What is open now; of this token, or at all. */
  readonly openVaultOf: (token: DeviceToken) => OpenVault | undefined;
  readonly openToken: () => OpenToken | undefined;
  /** In place of the vault that is open. */
  readonly goOnWith: (renewed: OpenVault) => void;
  readonly whatOpens: (opened: OpenToken) => Promise<Opened | Refusal>;
  readonly letGo: () => void;
}

/** What a contact of one token brought. */
interface Heard {
  readonly delivery: 'told' | 'waiting' | 'nothing-to-tell';
  readonly news: readonly TokenNews[];
}

interface UnderWay {
  /** The one that was open when it began. */
  readonly vault: OpenVault | undefined;
  readonly heard: Promise<Heard>;
}

/** Everything between the tokens of this device and their server, and what the person says about it. */
export class ServerDealings {
  readonly #hands: EngineHands;
  readonly #contacts = new Map<TokenKey, UnderWay>();

  constructor(hands: EngineHands) {
    this.#hands = hands;
  }

  /** Tells what waits and hears what is new, of all the tokens there are. */
  async deliver(keys: readonly TokenKey[]): Promise<Delivery> {
    const told: TokenKey[] = [];
    const waiting: TokenKey[] = [];
    const news: TokenNews[] = [];
    for (const key of keys) {
      const heard = await this.#contact(this.#hands.tokenOf(key));
      if (heard.delivery === 'told') told.push(key);
      if (heard.delivery === 'waiting') waiting.push(key);
      news.push(...heard.news);
    }
    return { told, waiting, news };
  }

  /** One at a time for each token: who asks meanwhile hears the same. A vault opened since has its PIN at hand for new keys, and a contact of its own after that. */
  #contact(token: DeviceToken): Promise<Heard> {
    const vault = this.#hands.openVaultOf(token);
    const before = this.#contacts.get(token.key);
    if (before && before.vault === vault) return before.heard;
    const begun: UnderWay = { vault, heard: this.#hearAfter(before, token) };
    this.#contacts.set(token.key, begun);
    const end = (): void => {
      if (this.#contacts.get(token.key) === begun) this.#contacts.delete(token.key);
    };
    begun.heard.then(end, end);
    return begun.heard;
  }

  async #hearAfter(before: UnderWay | undefined, token: DeviceToken): Promise<Heard> {
    await before?.heard.catch(() => undefined);
    return this.#hear(token);
  }

  async #hear(token: DeviceToken): Promise<Heard> {
    if ((await token.storage.readRemoval()) !== undefined) {
      await this.finishRemoval(token);
      return { delivery: await reportRemovalOf(token), news: [] };
    }
    const vault = this.#hands.openVaultOf(token);
    if (vault) return this.#hearOpen(token, vault);
    const { delivery, isRevoked } = await contactClosed(token, this.#hands.inTurn);
    if (isRevoked) this.#hands.announceChange(token.key);
    return { delivery, news: isRevoked ? [{ kind: 'revoked', token: token.key }] : [] };
  }

  async #hearOpen(token: DeviceToken, vault: OpenVault): Promise<Heard> {
    const isStillOpen = (): boolean => this.#hands.openVaultOf(token) === vault;
    const adopt = (renewed: OpenVault): void => {
      // Closed or replaced while the new keys were made: nobody wants the new vault either.
      if (isStillOpen()) this.#hands.goOnWith(renewed);
      else renewed.close();
    };
    const outcome = await contactOpen(token, vault, { inTurn: this.#hands.inTurn, adopt });
    // It has closed itself; only what was opened meanwhile is to stay.
    if (outcome.isRevoked && isStillOpen()) this.#hands.letGo();
    if (outcome.isRevoked || outcome.keys === 'renewed') this.#hands.announceChange(token.key);
    return { delivery: outcome.told ? 'told' : 'waiting', news: await this.#newsOf(token, outcome) };
  }

  async #newsOf({ key }: DeviceToken, outcome: ContactOutcome): Promise<readonly TokenNews[]> {
    if (outcome.isRevoked) return [{ kind: 'revoked', token: key }];
    if (outcome.server === 'unknown') return [{ kind: 'unknown-keys', token: key }];
    const { clock } = outcome;
    const question: TokenNews[] = clock?.kind === 'ask' ? [{ kind: 'clock-question', token: key, offsetMs: clock.offsetMs }] : [];
    const isChanged = clock?.next !== undefined || outcome.keys === 'renewed';
    const opened = isChanged ? await this.#openedNow(key) : undefined;
    return opened ? [{ kind: 'opened-anew', token: key, opened }, ...question] : question;
  }

  async #openedNow(key: TokenKey): Promise<Opened | undefined> {
    const open = this.#hands.openToken();
    if (open?.token.key !== key) return undefined;
    const opened = await this.#hands.whatOpens(open);
    return opened.kind === 'open' ? opened : undefined;
  }

  /** The person says that the server's clock is right. */
  async agreeOnTime(offsetMs: number): Promise<Opened | Refusal> {
    const open = this.#hands.openToken();
    if (open === undefined) return { kind: 'refused', error: { code: 'VAULT_CLOSED' } };
    const recorded = await open.vault.recordClock(agreedClock(open.vault.clock, offsetMs));
    return recorded.kind === 'refused' ? recorded : this.#hands.whatOpens(open);
  }

  async remove(token: DeviceToken): Promise<Answers['remove']> {
    this.#hands.letGo();
    const isGone = await remove(token);
    this.#hands.announceChange(token.key);
    return { kind: isGone ? 'removed' : 'held-elsewhere' };
  }

  /** What the owner has begun and something interrupted. */
  async finishRemoval(token: DeviceToken): Promise<void> {
    await finishRemovalOf(token);
  }

  /** What its owner has still to carry to Self-Administration. */
  registrationCodeIn(pending: readonly PendingMessage[], vault: OpenVault): Promise<string | undefined> {
    return registrationCodeIn(pending, vault);
  }

  async forgetRegistration(token: DeviceToken): Promise<Answers['forget-registration']> {
    await forgetRegistration(outboxOf(token));
    return { kind: 'forgotten' };
  }
}
