import { readFileSync } from 'node:fs';
import { readSupportDirectory, type SupportDirectory } from './support-directory.ts';

export type SupportLoading =
  | { readonly kind: 'read'; readonly directory: SupportDirectory }
  /** Every mistake, as a text for the terminal. */
  | { readonly kind: 'refused'; readonly problems: string };

export function loadSupport(path: string): SupportLoading {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { kind: 'refused', problems: `The support directory cannot be read: ${problem}\nName the file in SALLYPORT_SUPPORT_FILE.` };
  }
  const reading = readSupportDirectory(text);
  if (reading.kind === 'read') return reading;
  const mistakes = reading.mistakes.map((mistake) => `  ${mistake}`);
  return { kind: 'refused', problems: [`The support directory ${path} has mistakes:`, ...mistakes].join('\n') };
}
