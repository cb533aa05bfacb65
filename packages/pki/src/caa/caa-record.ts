/** One CAA record as the DNS has it (RFC 8659 section 4.1). */
export interface CaaRecord {
  /** 0 to 255. */
  readonly flags: number;
  readonly tag: string;
  readonly value: string;
}

/** Longer values are not read: a name has 253 characters, and nothing we understand stands behind it. */
const MAX_CHARACTERS = 1024;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const BLANKS = /^[ \t]*$/;

/**
 * Whom the value of an `issue` or `issuewild` property lets issue, in lower case; undefined: nobody. That is what an empty one says, and what one that
 * cannot be read is to be taken for (RFC 8659 section 4.2). One with parameters lets nobody issue here: they narrow what is allowed, and their meaning is
 * the CA's to define (RFC 8657); this one has defined none.
 */
export function issuerInCaa(value: string): string | undefined {
  if (value.length > MAX_CHARACTERS) return undefined;
  const [name = '', ...parameters] = value.toLowerCase().split(';');
  const issuer = name.replace(/^[ \t]+/, '').replace(/[ \t]+$/, '');
  return parameters.every((one) => BLANKS.test(one)) && issuer.split('.').every((label) => LABEL.test(label)) ? issuer : undefined;
}
