import type { CertificatesPorts } from '../ports.ts';
import { keyAuthorizationOf } from './store.ts';

/** What stands at `/.well-known/acme-challenge/TOKEN` (RFC 8555 section 8.3); undefined for a token that nobody was given. Public. */
export function answerHttpChallenge({ database }: Pick<CertificatesPorts, 'database'>, token: string): Promise<string | undefined> {
  return /^[A-Za-z0-9_-]{16,100}$/.test(token) ? keyAuthorizationOf(database.query, token) : Promise.resolve(undefined);
}
