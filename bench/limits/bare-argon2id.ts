import { verify } from '@node-rs/argon2';

/**
 * The least that a password sign-in can cost: Argon2id of one password against its stored hash, on the library's threads, nothing around it.
 * The hash is one of the server's, and its parameters stand in it (PHC string format), so they are the server's by construction.
 */
export async function matchBare({ password, hash }: { readonly password: string; readonly hash: string }): Promise<void> {
  if (!(await verify(hash, password))) throw new Error('the password does not match its own hash');
}
