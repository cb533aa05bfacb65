/**
 * The life of a certificate, from its request to its end: one union, one table. Every change of status goes through `next`, and the store
 * makes it by one conditional statement that names the status it starts from.
 */
export type Status =
  /** Asked for; a domain or the organisation's data is not verified yet. */
  | 'PENDING'
  | 'PENDING_APPROVAL'
  /** Everybody needed has agreed; not yet begun. */
  | 'APPROVED'
  /** By an approver, or taken back by whoever asked. */
  | 'DECLINED'
  /** Serial and intent are written down: from here on there may be a signature. */
  | 'ISSUING'
  | 'FAILED'
  | 'ACTIVE'
  /** Another one has taken its place; it still works. */
  | 'SUPERSEDED'
  | 'REVOKED'
  | 'EXPIRED'
  /** Left management, which is not revocation. */
  | 'DEACTIVATED';

export type StatusChange =
  | 'verify'
  | 'approve'
  | 'decline'
  | 'begin'
  | 'sign'
  | 'fail'
  | 'supersede'
  | 'revoke'
  | 'expire'
  | 'resume'
  | 'deactivate';

export const TRANSITIONS: Readonly<Record<Status, Readonly<Partial<Record<StatusChange, Status>>>>> = {
  PENDING: { verify: 'PENDING_APPROVAL', decline: 'DECLINED' },
  PENDING_APPROVAL: { approve: 'APPROVED', decline: 'DECLINED' },
  APPROVED: { begin: 'ISSUING', decline: 'DECLINED' },
  DECLINED: {},
  ISSUING: { sign: 'ACTIVE', fail: 'FAILED' },
  // What was signed for it is nowhere: it begins anew, with another serial.
  FAILED: { begin: 'ISSUING', decline: 'DECLINED' },
  ACTIVE: { supersede: 'SUPERSEDED', revoke: 'REVOKED', expire: 'EXPIRED', deactivate: 'DEACTIVATED' },
  SUPERSEDED: { revoke: 'REVOKED', expire: 'EXPIRED', deactivate: 'DEACTIVATED' },
  REVOKED: {},
  // A clock that was ahead said so, and is set right: others still believe it, so it must be possible to revoke it.
  EXPIRED: { resume: 'ACTIVE', deactivate: 'DEACTIVATED' },
  // Nobody manages it, and others may still believe it.
  DEACTIVATED: { revoke: 'REVOKED' },
};

export const STATUSES = Object.keys(TRANSITIONS) as readonly Status[];

/** Undefined for a change that this status does not know. */
export function next(status: Status, change: StatusChange): Status | undefined {
  return TRANSITIONS[status][change];
}

/** The statuses from which a change may start. */
export function startsOf(change: StatusChange): readonly Status[] {
  return STATUSES.filter((status) => next(status, change) !== undefined);
}

/** What a certificate is now: time alone makes one expire, whether or not anybody has written it down yet. */
export function statusAt({ status, notAfter }: { readonly status: Status; readonly notAfter: number | undefined }, now: number): Status {
  const isOver = notAfter !== undefined && now > notAfter;
  return isOver ? (next(status, 'expire') ?? status) : status;
}
