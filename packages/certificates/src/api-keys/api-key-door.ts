import { type Bytes, toHex } from '@sallyport/pki';
import { type Instant, refund, type Secret, spend, type Ticket } from '@sallyport/platform';
import type { Program } from '../actor.ts';
import { audit } from '../audit.ts';
import type { Scope } from '../people/rules.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import { beginningOf, faultOfKey, parseApiKey } from './rules.ts';
import { findKeyByHash, markUsed } from './store.ts';

export interface ShownKey {
  readonly text: Secret<string>;
  /** Where the request came from, as the audit log keeps it. */
  readonly network: string;
  /** The same as throttles count it. */
  readonly neighbourhood: string;
}

export interface ApiKeyDoor {
  /** Whom the program that shows this key acts for. */
  open(shown: ShownKey): Promise<Program | DoorRefusal>;
}

export type DoorRefusal = Refusal<'api-key-refused' | 'api-key-tries-exhausted'>;

/** Of one network with one beginning: nobody spends what others need, neither somebody elsewhere nor a colleague's forgotten program. */
const TRIES = { kind: 'api-key', allowed: 10, windowSeconds: 15 * 60 } as const;
/** Of one network, whatever it tries: whoever tries one key after another fills no log. */
const TRIES_OF_NETWORK = { kind: 'api-key-network', allowed: 200, windowSeconds: 15 * 60 } as const;
/** For so long a key that was proven here is no guess. Whether it still holds is looked up each time. */
const PROVEN_MS = 60_000;
const MOST_PROVEN = 10_000;

/**
 * The door of programs, one for each process. A key that was not proven in the last minute is a guess: its try is paid for, durably, before anything is looked up, and
 * given back when it was right. What is unknown, ended or somebody's who is gone costs the same work and gets the same answer.
 *
 * Of many requests that show one key at the same moment one pays: a thousand guesses of one key are one guess.
 */
export function createApiKeyDoor(ports: CertificatesPorts): ApiKeyDoor {
  const proven = new Map<string, Instant>();
  const underWay = new Map<string, Promise<Entry | DoorRefusal>>();

  return {
    open: async ({ text, network, neighbourhood }) => {
      const octets = parseApiKey(text.reveal(), ports.cryptography);
      if (octets === undefined) return refuse('api-key-refused', 'malformed');
      const guess = { hash: toHex(ports.cryptography.sha256(octets)), network, neighbourhood, beginning: beginningOf(octets) };
      wipe(octets);
      if (isProven(guess.hash)) {
        const entry = await lookUp(ports, guess.hash);
        if (!isRefusal(entry)) return { ...entry, network };
        // Ended within the minute: from here on it is a guess like any other.
        proven.delete(guess.hash);
      }
      const entry = await once(guess);
      return isRefusal(entry) ? entry : { ...entry, network };
    },
  };

  function isProven(hash: string): boolean {
    return (proven.get(hash) ?? 0) > ports.clock.now();
  }

  /** Shared by all who show the same key from the same place while it is looked up. */
  function once(guess: Guess): Promise<Entry | DoorRefusal> {
    const name = `${guess.neighbourhood} ${guess.hash}`;
    const begun = underWay.get(name) ?? prove(guess).finally(() => underWay.delete(name));
    underWay.set(name, begun);
    return begun;
  }

  async function prove(guess: Guess): Promise<Entry | DoorRefusal> {
    const paid = await pay(ports, guess);
    if (isRefusal(paid)) return paid;
    const entry = await lookUp(ports, guess.hash);
    await settle(ports, { guess, entry, paid });
    if (!isRefusal(entry)) remember(guess.hash);
    return entry;
  }

  function remember(hash: string): void {
    proven.delete(hash);
    const [oldest] = proven.size >= MOST_PROVEN ? proven.keys() : [];
    if (oldest !== undefined) proven.delete(oldest);
    proven.set(hash, ports.clock.now() + PROVEN_MS);
  }
}

type Entry = Omit<Program, 'network'>;

interface Guess {
  readonly hash: string;
  readonly network: string;
  readonly neighbourhood: string;
  readonly beginning: string;
}

type Paid = readonly Ticket[];

function pay({ database, clock }: CertificatesPorts, guess: Guess): Promise<Paid | Refusal<'api-key-tries-exhausted'>> {
  const { neighbourhood, beginning } = guess;
  const exhausted = (until: Instant) => refuse('api-key-tries-exhausted', 'no try left', { until });
  return database.transact(async (tx) => {
    const now = clock.now();
    const own = await spend(tx, { ...TRIES, subject: `${neighbourhood} ${beginning}`, now });
    // What one key has used up, it does not take from others.
    if (own.ticket === undefined) return exhausted(own.freesAt);
    const network = await spend(tx, { ...TRIES_OF_NETWORK, subject: neighbourhood, now });
    return network.ticket === undefined ? exhausted(network.freesAt) : [own.ticket, network.ticket];
  });
}

async function lookUp({ database, clock }: CertificatesPorts, hash: string): Promise<Entry | Refusal<'api-key-refused'>> {
  const key = await database.first(findKeyByHash, { hash });
  const fault = faultOfKey(key, clock.now());
  if (key === undefined || fault !== undefined) return refuse('api-key-refused', `${key?.key_id ?? 'none'}: ${fault ?? 'unknown'}`);
  return {
    personId: key.person_id,
    organisationId: key.organisation_id,
    // Whoever made the key had both doors open; what it may do with that is what its scopes say.
    level: 2,
    through: { keyId: key.key_id, scopes: JSON.parse(key.scopes) as readonly Scope[] },
  };
}

function settle(
  { database, clock }: CertificatesPorts,
  given: { readonly guess: Guess; readonly entry: Entry | Refusal<'api-key-refused'>; readonly paid: Paid },
): Promise<void> {
  const { guess, entry, paid } = given;
  return database.transact(async (tx) => {
    const now = clock.now();
    if (isRefusal(entry)) {
      const { network } = guess;
      await audit(tx, { at: now, action: 'certificate-api-key.present', by: { network }, subject: 'system', refusal: entry });
      return;
    }
    for (const ticket of paid) await refund(tx, ticket);
    await markUsed(tx, { keyId: entry.through.keyId, now });
  });
}

function wipe(octets: Bytes): void {
  octets.fill(0);
}
