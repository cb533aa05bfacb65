/**
 * What a soft token on a machine of its own needs of the platform: a door of its own, `@sallyport/platform/device`, so that showing a
 * one-time password does not load the server's database and mail.
 */

export { type FileLock, tryLockFile } from './file-lock.ts';
export { argon2id, argon2idInLanes } from './passwords/argon2id.ts';
export { systemRandomness } from './randomness.ts';
export { Secret } from './secret.ts';
