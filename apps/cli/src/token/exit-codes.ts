/** Section 17, and the two that every command of `sallyport` has. */
export const EXIT = {
  ok: 0,
  /** The machine or the server failed, or the person gave up; the message says which. */
  failed: 1,
  usage: 2,
  wrongPin: 10,
  locked: 11,
  codeTypo: 12,
  wrongUnlockCode: 13,
  offline: 14,
  notActivated: 15,
  revoked: 16,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
