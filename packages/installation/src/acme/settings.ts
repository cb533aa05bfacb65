import type { ExternalAccount } from '@sallyport/certificates';
import { type Parsed, Secret } from '@sallyport/platform';

/** RFC 8555 section 6.1: HTTPS and nothing else. */
export function parseAcmeDirectory(text: string): Parsed<string> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '' || url.hash !== '') {
    return { wrong: 'is no https address without name, password and fragment' };
  }
  return { value: url.href };
}

/** `KEY-ID:HMAC-KEY`: a colon may stand in the identifier, never in base64url. */
export function parseExternalAccount(text: string): Parsed<ExternalAccount> {
  const [, keyId, key] = /^([!-~]{1,512}):([A-Za-z0-9_-]{16,512})=*$/.exec(text) ?? [];
  if (keyId === undefined || key === undefined) return { wrong: 'is not KEY-ID:HMAC-KEY with the key in base64url' };
  return { value: { keyId, key: new Secret(key) } };
}
