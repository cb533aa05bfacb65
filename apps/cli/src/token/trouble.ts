/** What keeps the machine underneath from doing its part. None of it is the person's mistake, and nothing is lost by it. */
export type Trouble =
  /** Another user of this machine could read it, or it is not this user's, or it is a link to somewhere else. */
  | { readonly kind: 'not-private'; readonly path: string }
  /** Cut short, of another version, or not ours at all. */
  | { readonly kind: 'unreadable'; readonly path: string }
  | { readonly kind: 'disk-full' }
  /** Read-only file system, or a folder this user may not write. */
  | { readonly kind: 'not-writable' }
  /** What the operating system calls it, such as `EIO`. */
  | { readonly kind: 'disk-failed'; readonly code: string }
  /** The keychain holds the device key and does not answer: locked, or not in this session. */
  | { readonly kind: 'keychain-unreachable' }
  /** Another process holds the lock and does not let go. */
  | { readonly kind: 'busy' }
  /** Something has to be asked and there is no terminal to ask at. */
  | { readonly kind: 'no-terminal' }
  | { readonly kind: 'home-not-absolute'; readonly path: string }
  /** The file system has no locks, so nobody could tell two processes apart. */
  | { readonly kind: 'no-locks'; readonly path: string };

export class TokenTrouble extends Error {
  override readonly name = 'TokenTrouble';
  readonly trouble: Trouble;

  constructor(trouble: Trouble) {
    super(`The terminal token is in trouble: ${trouble.kind}`);
    this.trouble = trouble;
  }
}

const KIND_OF_ERROR: Readonly<Record<string, 'disk-full' | 'not-writable'>> = {
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EACCES: 'not-writable',
  EPERM: 'not-writable',
  EROFS: 'not-writable',
};

/** Undefined for what is no trouble of the machine: a bug. */
export function troubleOf(failure: unknown): Trouble | undefined {
  if (failure instanceof TokenTrouble) return failure.trouble;
  const code = codeOf(failure);
  if (code === undefined) return undefined;
  const kind = KIND_OF_ERROR[code];
  return kind === undefined ? { kind: 'disk-failed', code } : { kind };
}

/** What the operating system calls a failed call, such as `ENOENT`; undefined for what was no call to it. */
export function codeOf(failure: unknown): string | undefined {
  const isOfTheSystem = failure instanceof Error && 'syscall' in failure && 'code' in failure;
  return isOfTheSystem && typeof failure.code === 'string' ? failure.code : undefined;
}
