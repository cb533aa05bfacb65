/** Words from outside (an issuer's name, a label) may not move the cursor, change colours or turn text around. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '\ufffd');
}
