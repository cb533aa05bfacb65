import punycode from 'punycode/punycode.js';

/**
 * The U-label of an A-label, undefined for a label that is none: RFC 5891 section 5.4 asks that it decode, be in NFC, hold a letter outside
 * ASCII and encode again to the very same. The tables of RFC 5892 are a registry's to enforce.
 */
export function unicodeOf(label: string): string | undefined {
  if (!label.startsWith('xn--')) return undefined;
  const encoded = label.slice(4);
  try {
    const decoded = punycode.decode(encoded);
    const isULabel = decoded.normalize('NFC') === decoded && decoded.toLowerCase() === decoded && /[^\0-\u007f]/.test(decoded);
    return isULabel && !/[\p{C}\p{Z}]/u.test(decoded) && punycode.encode(decoded) === encoded ? decoded : undefined;
  } catch {
    return undefined;
  }
}
