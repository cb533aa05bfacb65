/** RFC 4226 section 5.3: dynamic truncation of an HMAC to `digits` decimal digits. Serves HOTP, TOTP and OCRA, whatever holds the key. */
export function truncateMac(mac: Uint8Array, digits: number): string {
  const offset = (mac.at(-1) ?? 0) & 0x0f;
  const [first = 0, second = 0, third = 0, fourth = 0] = mac.subarray(offset, offset + 4);
  const code = (first & 0x7f) * 2 ** 24 + second * 2 ** 16 + third * 2 ** 8 + fourth;
  return String(code % 10 ** digits).padStart(digits, '0');
}
