import type { CertificateView, DomainView, LinkedCertificate, ListedCertificate as Listed } from '@sallyport/certificates';
import { pemChain } from '@sallyport/pki';
import type { Static } from 'typebox';
import { type Certificate, type Domain, type Found, type ListedCertificate, moment } from './schemas.ts';

/** What the room knows, as the API says it. */

export function listedAnswer(listed: Listed): Static<typeof ListedCertificate> {
  const {
    certificateId,
    status,
    names,
    profileId,
    keyName,
    requestedBy,
    requestedAt,
    serial,
    notBefore,
    notAfter,
    reason,
    origin,
    issuer,
  } = listed;
  return {
    id: certificateId,
    status,
    names: [...names],
    profile: profileId,
    key: keyName,
    requestedBy,
    requestedAt: moment(requestedAt),
    ...(serial !== undefined && { serial }),
    ...(notBefore !== undefined && { notBefore: moment(notBefore) }),
    ...(notAfter !== undefined && { notAfter: moment(notAfter) }),
    ...(reason !== undefined && { reason }),
    origin,
    ...(issuer !== undefined && { issuer }),
  };
}

export function certificateAnswer(view: CertificateView): Static<typeof Certificate> {
  const { requester, note, lifetimeDays, sha256, der, revoked, revokedFrom, predecessor, successor, elsewhere, approvalsNeeded } = view;
  return {
    ...listedAnswer(view),
    requester,
    noticeAddresses: [...view.noticeAddresses],
    fields: view.described.map(({ field: { fieldId, name }, value }) => ({ id: fieldId, name, ...(value !== undefined && { value }) })),
    note,
    lifetimeDays,
    ...(sha256 !== undefined && { sha256 }),
    ...(der !== undefined && { pem: pemChain([new Uint8Array(der)]) }),
    ...(revoked && { revoked: { at: moment(revoked.at), reason: revoked.reason } }),
    ...(revokedFrom !== undefined && { revokedFrom: moment(revokedFrom) }),
    ...(predecessor && { predecessor: linkedAnswer(predecessor) }),
    ...(successor && { successor: linkedAnswer(successor) }),
    unproven: [...view.unproven],
    ...(elsewhere && { elsewhere: elsewhereAnswer(elsewhere) }),
    approvalsNeeded,
    approvals: wordsAnswer(view.approvals),
    ...(view.revocationWish && { revocationWish: wishAnswer(view.revocationWish) }),
    findings: view.findings.map(({ rule, severity }) => ({ rule, severity })),
    events: view.events.map(({ at, what, person, note: words }) => ({
      at: moment(at),
      what,
      ...(person !== undefined && { person }),
      note: words,
    })),
  };
}

function wordsAnswer(words: CertificateView['approvals']): Static<typeof Certificate>['approvals'] {
  return words.map(({ at, ...one }) => ({ ...one, at: moment(at) }));
}

function wishAnswer({
  wishId,
  askedAt,
  approvals,
  ...wish
}: NonNullable<CertificateView['revocationWish']>): NonNullable<Static<typeof Certificate>['revocationWish']> {
  return { ...wish, id: wishId, askedAt: moment(askedAt), approvals: wordsAnswer(approvals) };
}

function linkedAnswer({ certificateId, status, overlapHours }: LinkedCertificate): NonNullable<Static<typeof Certificate>['successor']> {
  return { id: certificateId, status, ...(overlapHours !== undefined && { overlapHours }) };
}

function elsewhereAnswer({
  problem,
  toldAt,
  tellProblem,
}: NonNullable<CertificateView['elsewhere']>): NonNullable<Static<typeof Certificate>['elsewhere']> {
  return {
    ...(problem !== undefined && { problem }),
    ...(toldAt !== undefined && { revocationToldAt: moment(toldAt) }),
    ...(tellProblem !== undefined && { revocationProblem: tellProblem }),
  };
}

export function foundAnswer(findings: DomainView['findings']): Static<typeof Found> {
  return findings.map(({ observer, seen }) => ({ observer, what: seen.what === 'refused' ? seen.code : seen.what }));
}

export function domainAnswer(domain: DomainView): Static<typeof Domain> {
  const { domainId, name, state, verifiedAt, verifiedMethod, reuse, wanted, checkedAt, declined } = domain;
  return {
    id: domainId,
    name,
    state,
    ...(verifiedAt !== undefined && { verifiedAt: moment(verifiedAt) }),
    ...(verifiedMethod !== undefined && { verifiedBy: verifiedMethod }),
    reuse: reuse.map(({ profileId, until }) => ({ profile: profileId, until: moment(until) })),
    ...(wanted && {
      proof: {
        method: wanted.place.method,
        place: wanted.place.method === 'dns' ? wanted.place.name : wanted.place.url,
        value: wanted.value,
        until: moment(wanted.until),
      },
    }),
    ...(checkedAt !== undefined && { checkedAt: moment(checkedAt) }),
    found: foundAnswer(domain.findings),
    ...(declined && { declined: { ...declined } }),
  };
}
