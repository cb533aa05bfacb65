import type { CertificateView, DomainView, ListedCertificate as Listed } from '@sallyport/certificates';
import { pemChain } from '@sallyport/pki';
import type { Static } from 'typebox';
import { type Certificate, type Domain, type ListedCertificate, moment } from './schemas.ts';

/** What the room knows, as the API says it. */

export function listedAnswer(listed: Listed): Static<typeof ListedCertificate> {
  const { certificateId, status, names, profileId, keyName, requestedBy, requestedAt, serial, notBefore, notAfter, reason } = listed;
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
  };
}

export function certificateAnswer(view: CertificateView): Static<typeof Certificate> {
  const { requester, note, lifetimeDays, sha256, der, revoked, approvalsNeeded } = view;
  return {
    ...listedAnswer(view),
    requester,
    note,
    lifetimeDays,
    ...(sha256 !== undefined && { sha256 }),
    ...(der !== undefined && { pem: pemChain([new Uint8Array(der)]) }),
    ...(revoked && { revoked: { at: moment(revoked.at), reason: revoked.reason } }),
    approvalsNeeded,
    approvals: view.approvals.map(({ at, ...one }) => ({ ...one, at: moment(at) })),
    findings: view.findings.map(({ rule, severity }) => ({ rule, severity })),
    events: view.events.map(({ at, what, person, note: words }) => ({
      at: moment(at),
      what,
      ...(person !== undefined && { person }),
      note: words,
    })),
  };
}

export function domainAnswer(domain: DomainView): Static<typeof Domain> {
  const { domainId, name, state, verifiedAt, reuse, wanted, checkedAt, declined } = domain;
  return {
    id: domainId,
    name,
    state,
    ...(verifiedAt !== undefined && { verifiedAt: moment(verifiedAt) }),
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
    ...(declined && { declined: { ...declined } }),
  };
}
