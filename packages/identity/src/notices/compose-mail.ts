import type { EmailAddress, Instant, Mail } from '@sallyport/platform';

/** A mail before it is written out, once as plain text and once as simple HTML with the same words. */
export interface Letter {
  readonly to: EmailAddress;
  readonly subject: string;
  readonly paragraphs: readonly string[];
  /** A link from a configured origin, on a line of its own so that it survives every mail program. */
  readonly link?: { readonly words: string; readonly address: string } | undefined;
  readonly facts?: readonly (readonly [name: string, value: string])[];
  readonly closing: readonly string[];
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
  const facts = (letter.facts ?? []).map(([name, value]) => `  ${name}: ${value}`).join('\n');
  const link = letter.link ? [`${letter.link.words}:\n${letter.link.address}`] : [];
  const blocks = [...letter.paragraphs, ...link, ...(facts === '' ? [] : [facts]), ...letter.closing];
  return `${blocks.join('\n\n')}\n`;
}

function asHtml(letter: Letter): string {
  const paragraph = (text: string): string => `<p>${escapeHtml(text)}</p>`;
  const facts = (letter.facts ?? []).map(([name, value]) => `<li>${escapeHtml(name)}: ${escapeHtml(value)}</li>`).join('');
  const link = letter.link && `<p><a href="${escapeHtml(letter.link.address)}">${escapeHtml(letter.link.words)}</a></p>`;
  const parts = [
    ...letter.paragraphs.map(paragraph),
    link ?? '',
    facts === '' ? '' : `<ul>${facts}</ul>`,
    ...letter.closing.map(paragraph),
  ];
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escapeHtml(letter.subject)}</title><body>${parts.join('')}</body></html>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
