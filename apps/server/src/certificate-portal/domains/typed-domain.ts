import { domainToASCII } from 'node:url';

/** Nothing at which the host of a URL would end, or that a URL would leave out: Node reads one. */
const LETTERS_OF_OTHERS = /^(?=.*\P{ASCII})[\p{L}\p{M}\p{N}.\-·]+$/u;

/**
 * People write the letters they know, machines A-labels (RFC 5890 section 2.3.2.1). What is plain already, or is no name, goes on as it was typed, so that
 * nobody reads a name into what is none.
 */
export function asMachinesWrite(typed: string): string {
  const text = typed.trim();
  return LETTERS_OF_OTHERS.test(text) ? domainToASCII(text) || text : text;
}
