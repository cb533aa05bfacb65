import type { Instant } from '../clock.ts';
import type { EmailAddress, Mail } from './mail.ts';

/** From a configured origin, on a line of its own so that it survives every mail program. */
export interface LetterLink {
  readonly words: string;
  readonly address: string;
}

/** A mail before it is written out, once as plain text and once as simple HTML with the same words. */
export interface Letter {
  readonly to: EmailAddress;
  readonly subject: string;
  readonly paragraphs: readonly (string | LetterLink)[];
  readonly facts?: readonly (readonly [name: string, value: string])[];
  readonly closing: readonly (string | LetterLink)[];
  readonly usefulUntil?: Instant | undefined;
}

export function composeMail(letter: Letter): Mail {
  return {
    to: letter.to,
    subject: letter.subject,
    text: asText(letter),
    html: asHtml(letter),
    ...(letter.usefulUntil !== undefined && { usefulUntil: letter.usefulUntil }),
  };
}

function asText(letter: Letter): string {
  const block = (part: string | LetterLink): string => (typeof part === 'string' ? part : `${part.words}:\n${part.address}`);
  const facts = (letter.facts ?? []).map(([name, value]) => `  ${name}: ${value}`).join('\n');
  const blocks = [...letter.paragraphs.map(block), ...(facts === '' ? [] : [facts]), ...letter.closing.map(block)];
  return `${blocks.join('\n\n')}\n`;
}

function asHtml(letter: Letter): string {
  const block = (part: string | LetterLink): string =>
    typeof part === 'string' ? `<p>${escapeHtml(part)}</p>` : `<p><a href="${escapeHtml(part.address)}">${escapeHtml(part.words)}</a></p>`;
  const facts = (letter.facts ?? []).map(([name, value]) => `<li>${escapeHtml(name)}: ${escapeHtml(value)}</li>`).join('');
  const parts = [...letter.paragraphs.map(block), facts === '' ? '' : `<ul>${facts}</ul>`, ...letter.closing.map(block)];
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escapeHtml(letter.subject)}</title><body>${parts.join('')}</body></html>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
