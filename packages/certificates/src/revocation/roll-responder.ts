import {
  type Bytes,
  type Cryptography,
  type OcspSigner,
  createOcspSigner,
  newSerial,
  readPublicKeyInfo,
  readResponder,
  writeResponder,
} from '@sallyport/pki';
import { type Clock, type Database, type Instant, NoRoom, type Randomness } from '@sallyport/platform';
import { type KeyStore, type OwnIssuingCa, keyNamed, mustFit } from '../authority/own-authorities.ts';
import type { CertificatesSchema } from '../schema.ts';
import { responderIsDue, responderValidity } from './rules.ts';
import { keepResponder, newestResponder } from './responder-store.ts';

export interface ResponderParts extends KeyStore {
  readonly database: Database<CertificatesSchema>;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly cryptography: Cryptography;
}

type Responders = (authority: OwnIssuingCa, now: Instant) => Promise<OcspSigner>;

/**
 * The delegated responder of each CA. It is made at the first question and again when half its life is over: what the old one signed stays good
 * until its own end, since its certificate goes out with every answer. Processes that roll it at the same moment have the same one afterwards.
 */
export function createResponders(parts: ResponderParts): Responders {
  const opened = new Map<string, OcspSigner>();
  const opening = new Map<string, Promise<OcspSigner>>();
  return async (authority, now) => {
    const { authorityId } = authority;
    const known = opened.get(authorityId);
    if (known !== undefined && !responderIsDue(known.responder.certificate.validity, now)) return known;
    const begun = opening.get(authorityId) ?? openNewest(parts, authority, now);
    opening.set(authorityId, begun);
    try {
      const signer = await begun;
      opened.set(authorityId, signer);
      return signer;
    } finally {
      opening.delete(authorityId);
    }
  };
}

async function openNewest(parts: ResponderParts, authority: OwnIssuingCa, now: Instant): Promise<OcspSigner> {
  const kept = await newestResponder(parts.database.query, authority.authorityId);
  const before = kept && (await open(parts, authority, kept));
  if (before !== undefined && !responderIsDue(before.responder.certificate.validity, now)) return before;
  try {
    return await makeNext(parts, { authority, generation: (kept?.generation ?? 0) + 1, now });
  } catch (error) {
    // The world goes on asking while the disk is full; the one before has half its life for it.
    if (error instanceof NoRoom && before !== undefined && isWithin(before.responder.certificate.validity, now)) return before;
    throw error;
  }
}

function isWithin({ notBefore, notAfter }: { readonly notBefore: Instant; readonly notAfter: Instant }, now: Instant): boolean {
  return notBefore <= now && now <= notAfter;
}

async function makeNext(parts: ResponderParts, next: Next): Promise<OcspSigner> {
  const { authority, generation, now } = next;
  const der = await make(parts, next);
  const { authorityId } = authority;
  const { notAfter } = responderValidity(now, authority.issuer.validity);
  await parts.database.transact((tx) =>
    keepResponder(tx, { authority_id: authorityId, generation, der, not_after: notAfter, made_at: parts.clock.now() }),
  );
  const newest = await newestResponder(parts.database.query, authorityId);
  if (newest === undefined) throw new Error(`the responder of ${authorityId} was kept and is gone`);
  return open(parts, authority, newest);
}

interface Kept {
  readonly generation: number;
  readonly der: Uint8Array;
}

async function open(parts: ResponderParts, authority: OwnIssuingCa, { generation, der }: Kept): Promise<OcspSigner> {
  const { cryptography } = parts;
  const key = await keyOf(parts, authority, generation);
  const responder = mustFit(readResponder({ der, issuer: authority.issuer, cryptography }));
  return mustFit(createOcspSigner({ key, responder, cryptography }));
}

interface Next {
  readonly authority: OwnIssuingCa;
  readonly generation: number;
  readonly now: Instant;
}

async function make(parts: ResponderParts, { authority, generation, now }: Next): Promise<Bytes> {
  const { issuer, responders } = authority;
  const key = await keyOf(parts, authority, generation);
  const tbs = writeResponder(
    {
      serial: newSerial(parts.randomness),
      publicKey: mustFit(readPublicKeyInfo(key.publicKey)),
      subject: { commonName: `OCSP ${authority.authorityId} ${String(generation)}` },
      validity: responderValidity(now, issuer.validity),
      issuer,
    },
    parts.cryptography,
  );
  return mustFit(await responders.sign({ tbs: mustFit(tbs), now }));
}

function keyOf(parts: ResponderParts, { authorityId }: OwnIssuingCa, generation: number) {
  return keyNamed(parts, `certificate-${authorityId}-responder-${String(generation)}-key`);
}
