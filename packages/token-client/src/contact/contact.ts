import {
  type Bytes,
  type ContactAnswer,
  type ContactFacts,
  constantTimeEqual,
  contactMessage,
  contactReplyMessage,
  encodeContact,
  type OpenVault,
  RECEIPT_KIND,
} from '@sallyport/protocol';
import { deliver, type DeliveryMeans } from '../news/deliver.ts';
import { keepForServer, type Outbox } from '../news/outbox.ts';
import { receiptOf } from '../news/news-for-server.ts';
import type { RenewalPorts, RenewKeys } from '../rekey/renew-keys.ts';
import { type ClockJudgement, judgeClock } from '../time/judge-clock.ts';
import { ask, type Heard } from './question.ts';

/**
 * Section 15: what an open token does whenever there may be a network. It delivers what waits, learns the time and whether it was
 * revoked, and renews its keys when the server says that they are due and the PIN is still at hand. Right after the PIN was typed
 * is the moment; the PIN is forgotten as soon as this is over, however it went.
 */
export interface ContactPorts extends RenewalPorts {
  readonly outbox: Outbox;
  /** Fetched when keys are due: HPKE is needed once in a long while. */
  readonly loadRenewal: () => Promise<RenewKeys>;
  /** Between the person's own commands: what is done in here replaces or destroys the vault. */
  readonly inTurn: <Outcome>(work: () => Promise<Outcome>) => Promise<Outcome>;
}

export interface ContactOutcome {
  /** What the server made of the question. */
  readonly server: Exclude<Heard['kind'], 'unheard'> | 'offline' | 'busy' | 'fault';
  readonly told: boolean;
  /** Only when the server was heard. */
  readonly clock: ClockJudgement | undefined;
  readonly keys: 'kept' | 'renewed' | 'not-renewed';
  readonly isRevoked: boolean;
}

const NOTHING_NEW = { clock: undefined, keys: 'kept', isRevoked: false } as const;

/** `adopt`: called in turn with the vault that takes the place of `vault`, which is closed by then. */
export async function contact(vault: OpenVault, ports: ContactPorts, adopt: (renewed: OpenVault) => void): Promise<ContactOutcome> {
  const password = passwordOf(vault);
  try {
    const delivery = await deliver(ports.outbox, { post: ports.post, password });
    const heard = await askOpen(vault, ports);
    const told = delivery !== 'waiting';
    if (heard.kind === 'unheard') return { ...NOTHING_NEW, server: heard.because, told };
    if (heard.kind !== 'heard') return { ...NOTHING_NEW, server: heard.kind, told };
    if (await isRevokedBy(heard.answer, vault, ports)) return { ...NOTHING_NEW, server: 'heard', told, isRevoked: true };
    const clock = judgeClock(vault.clock, heard.measured);
    if (clock.next) await vault.recordClock(clock.next);
    const outcome = { server: 'heard', told, clock, isRevoked: false } as const;
    // While the clocks are a day apart the one-time password that belongs to a re-key would be refused.
    if (heard.answer.rekeyOffer === undefined || clock.kind === 'ask') return { ...outcome, keys: 'kept' };
    return { ...outcome, ...(await renew(vault, { offer: heard.answer.rekeyOffer, ports, adopt })) };
  } finally {
    vault.forgetPin();
  }
}

async function askOpen(vault: OpenVault, ports: ContactPorts): Promise<Heard> {
  const { tokenId, epoch } = vault.identity;
  return ask(
    {
      tokenId,
      epoch,
      skewMs: vault.clock.skewMs,
      wish: vault.holdsPin ? 1 : 0,
      prove: async (facts) => {
        const mac = await vault.serverMac(contactMessage(facts));
        return mac.kind === 'refused' ? undefined : encodeContact(facts, { kind: 'mac', mac: mac.mac });
      },
      believe: (facts, reply) => isGenuine(vault, facts, reply),
    },
    ports,
  );
}

async function isGenuine(
  vault: OpenVault,
  facts: ContactFacts,
  { answer, mac }: { readonly answer: ContactAnswer; readonly mac: Bytes | undefined },
): Promise<boolean> {
  const expected = await vault.serverMac(contactReplyMessage(facts, answer));
  return expected.kind === 'mac' && mac !== undefined && constantTimeEqual(expected.mac, mac);
}

async function isRevokedBy({ revocation: mac }: ContactAnswer, vault: OpenVault, { inTurn }: ContactPorts): Promise<boolean> {
  if (mac === undefined) return false;
  const outcome = await inTurn(() => vault.revoke({ kind: 'mac', mac }));
  return outcome.kind === 'revoked';
}

interface Renewal {
  readonly offer: Bytes;
  readonly ports: ContactPorts;
  readonly adopt: (renewed: OpenVault) => void;
}

/** The receipt is kept before anything else is done with the new vault, and sent at once: it makes the server forget the old keys. */
async function renew(
  vault: OpenVault,
  { offer, ports, adopt }: Renewal,
): Promise<Pick<ContactOutcome, 'keys'> & { readonly told?: boolean }> {
  const renewKeys = await ports.loadRenewal();
  const prepared = await renewKeys(vault, offer, ports);
  if (prepared === undefined) return { keys: 'not-renewed' };
  const renewed = await ports.inTurn(async () => {
    const outcome = await vault.renew(prepared.material, prepared.sentAt);
    if (outcome.kind !== 'open') return undefined;
    const receipt = await receiptOf(RECEIPT_KIND.commit)(outcome.vault);
    if (receipt) await keepForServer(ports.outbox, receipt);
    adopt(outcome.vault);
    return outcome.vault;
  });
  if (renewed === undefined) return { keys: 'not-renewed' };
  const delivery = await deliver(ports.outbox, { post: ports.post, password: passwordOf(renewed) });
  return { keys: 'renewed', told: delivery !== 'waiting' };
}

function passwordOf(vault: OpenVault): DeliveryMeans['password'] {
  return async (headerHash) => {
    const password = await vault.confirmingPassword(headerHash);
    return password.kind === 'refused' ? undefined : password.digits;
  };
}
