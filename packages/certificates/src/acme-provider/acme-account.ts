import { type Database, type NamedSecrets, type Clock } from '@sallyport/platform';
import { audit } from '../audit.ts';
import type { CertificatesSchema } from '../schema.ts';
import type { Conversation } from './conversation.ts';
import type { AcmeAccountKey, AcmeKeys, AcmeSettings } from './ports.ts';
import { type Told, ownProblem } from './rules.ts';
import { accountUrlOf, forgetAccount, keepAccount } from './store.ts';

export interface AccountParts {
  readonly database: Database<CertificatesSchema>;
  readonly secrets: NamedSecrets;
  readonly clock: Clock;
  readonly keys: AcmeKeys;
  readonly settings: AcmeSettings;
  readonly conversation: Conversation;
  /** A name for a secret: letters, digits, hyphens. */
  readonly shortNameOf: (text: string) => string;
}

export interface OpenAccount {
  readonly key: AcmeAccountKey;
  readonly url: string;
}

/**
 * Our account at the CA: a key, sealed, and the address that the CA gave it. The key is durable before the CA hears of it; whoever is killed in between, and
 * whoever registers at the same moment, is told the same address again (RFC 8555 section 7.3.1).
 */
export class AcmeAccount {
  readonly #parts: AccountParts;
  #key: Promise<AcmeAccountKey> | undefined;

  constructor(parts: AccountParts) {
    this.#parts = parts;
  }

  async open(): Promise<Told<OpenAccount>> {
    const { database, settings } = this.#parts;
    const key = await this.#openKey();
    const known = await accountUrlOf(database.query, settings.directory);
    return known === undefined ? this.#register(key) : { kind: 'told', value: { key, url: known } };
  }

  /** The CA does not know it any more: the next one registers again. */
  async forget(): Promise<void> {
    const { database, settings } = this.#parts;
    await database.transact((tx) => forgetAccount(tx, settings.directory));
  }

  async #register(key: AcmeAccountKey): Promise<Told<OpenAccount>> {
    const { conversation, settings, database, clock } = this.#parts;
    const directory = await conversation.directory();
    if (directory.kind !== 'told') return directory;
    const { newAccount: url } = directory.value;
    const account = settings.externalAccount;
    const payload = {
      termsOfServiceAgreed: true,
      ...(settings.contact === undefined ? {} : { contact: [settings.contact] }),
      ...(account === undefined ? {} : { externalAccountBinding: await key.bind({ url, account }) }),
    };
    const answer = await conversation.say({ url, payload, key, account: undefined });
    if (answer.kind !== 'told') return answer;
    const accountUrl = answer.value.headers['location'];
    if (accountUrl === undefined) return { kind: 'refused', problem: ownProblem('not-understood', 'no address of the account') };
    await database.transact(async (tx) => {
      const now = clock.now();
      if ((await keepAccount(tx, { directory: settings.directory, accountUrl, now })) === 'known') return;
      const details = { directory: settings.directory, account: accountUrl };
      await audit(tx, { at: now, action: 'certificate-authority.register', by: undefined, subject: 'system', details });
    });
    return { kind: 'told', value: { key, url: accountUrl } };
  }

  #openKey(): Promise<AcmeAccountKey> {
    const { secrets, keys, settings, shortNameOf } = this.#parts;
    this.#key ??= secrets
      .loadOrCreate(`certificate-acme-${shortNameOf(settings.directory)}-key`, () => keys.generate())
      .then((pkcs8) => keys.load(pkcs8.reveal()));
    return this.#key;
  }
}
