import { formatOfflineActivation, openRegistrationCode, registerOffline } from '../../activation-offline.ts';
import { toHex } from '../../bytes.ts';
import { formatRegistrationCode } from '../../codes.ts';
import { seededRandomness } from '../surroundings.ts';
import { APP_ORIGIN, grant, hexOf } from './activation-vectors.ts';
import { WORKED_EXAMPLE } from './worked-example.ts';

/** Section 14 C: one offline activation with seeded chance, and texts and codes that must be refused. */

export function offlineActivationVectors(): unknown {
  const random = seededRandomness('offline offer');
  const offer = { activationId: random.bytes(16), presharedKey: random.bytes(32), apiOrigin: APP_ORIGIN, grant };
  const link = formatOfflineActivation(APP_ORIGIN, offer);
  const { registrationCode, activation } = registerOffline(offer, seededRandomness('offline device'));
  const keys = openRegistrationCode(registrationCode, offer);
  if (!keys || toHex(keys.seed) !== toHex(activation.keys.seed)) throw new Error('both sides derive different keys');
  const longest = { ...grant, issuer: '\u0e01'.repeat(85), label: '\u0e02'.repeat(85), portal: `https://${'p'.repeat(262)}` };
  return {
    about:
      'Section 14 C. Octets in hexadecimal. A device that scans `link` and draws `nonce` shows `registrationCode`; the server that made the link derives ' +
      '`keys` from it. `refusedLinks` are refused as said; `changedLinks` are read, and the registration code of this vector does not fit them.',
    link,
    activationId: toHex(offer.activationId),
    presharedKey: toHex(offer.presharedKey),
    apiOrigin: APP_ORIGIN,
    grant: { tokenId: WORKED_EXAMPLE.tokenId, serial: grant.serial, issuer: grant.issuer, label: grant.label, portal: grant.portal },
    nonce: registrationCode.slice(1, 7),
    registrationCode: formatRegistrationCode(registrationCode),
    keys: hexOf(keys),
    longest: formatOfflineActivation(APP_ORIGIN, { ...offer, grant: { ...longest, serial: 'S'.repeat(24), issuerKey: random.bytes(32) } }),
    refusedLinks: refusedLinks(link),
    changedLinks: changedLinks(link),
  };
}

function refusedLinks(link: string): readonly { name: string; link: string; refusal: unknown }[] {
  const damaged = (field: string): unknown => ({ code: 'LINK_DAMAGED', field });
  const cut = (field: string): string => link.replace(new RegExp(`&${field}=[^&]*`), '');
  const set = (field: string, value: string): string => link.replace(new RegExp(`&${field}=[^&]*`), `&${field}=${value}`);
  return [
    { name: 'empty', link: '', refusal: { code: 'LINK_UNKNOWN' } },
    { name: 'an activation link', link: link.replace('/o#', '/a#'), refusal: { code: 'LINK_UNKNOWN' } },
    { name: 'not encrypted on the way', link: link.replace('https:', 'http:'), refusal: { code: 'LINK_UNKNOWN' } },
    { name: 'too long', link: `${link}&x=${'0'.repeat(2560)}`, refusal: { code: 'LINK_TOO_LONG' } },
    { name: 'version 2', link: link.replace('v=1', 'v=2'), refusal: { code: 'LINK_VERSION' } },
    ...['a', 'o', 't', 's', 'f', 'y', 'n', 'l', 'h', 'i', 'k'].map((field) => ({
      name: `without ${field}`,
      link: cut(field),
      refusal: damaged(field),
    })),
    { name: 'the same field twice', link: `${link}&v=1`, refusal: damaged('v') },
    { name: 'an unknown field', link: `${link}&p=1`, refusal: damaged('p') },
    { name: 'key one character short', link: link.slice(0, -1), refusal: damaged('k') },
    { name: 'activation id too long', link: set('a', 'A'.repeat(24)), refusal: damaged('a') },
    { name: 'origin with a path', link: set('o', 'https://token.example/v1'), refusal: damaged('o') },
    { name: 'token id too short', link: set('t', 'AAAA'), refusal: damaged('t') },
    { name: 'an empty serial', link: set('s', ''), refusal: damaged('t') },
    { name: 'two PIN attempts', link: set('y', '16.2.6.12.0'), refusal: damaged('t') },
    { name: 'a policy with a number more', link: set('y', '16.5.6.12.0.1'), refusal: damaged('t') },
    { name: 'a policy with a number less', link: set('y', '16.5.6.12'), refusal: damaged('t') },
    { name: 'a PRF-only slot neither allowed nor forbidden', link: set('y', '16.5.6.12.2'), refusal: damaged('t') },
    { name: 'a number with a zero before it', link: set('y', '16.05.6.12.0'), refusal: damaged('t') },
    { name: 'a number with a sign', link: set('f', 'totp.SHA256.+6.30.0.0'), refusal: damaged('t') },
    { name: 'OCRA without its suite', link: set('f', 'ocra.SHA256.6.30.0.0'), refusal: damaged('t') },
    { name: 'a suite where none belongs', link: set('f', 'totp.SHA256.6.30.0.0.OCRA-1:HOTP-SHA256-6:QN08'), refusal: damaged('t') },
    { name: 'an empty suite', link: set('f', 'totp.SHA256.6.30.0.0.'), refusal: damaged('t') },
    { name: 'an issuer key that is none', link: set('i', 'AAAA'), refusal: damaged('t') },
    { name: 'a name too long', link: set('n', 'x'.repeat(257)), refusal: damaged('t') },
  ];
}

/** Whatever is changed on the way gives another token, which the portal's field for the registration code finds out. */
function changedLinks(link: string): readonly { name: string; link: string }[] {
  const set = (field: string, value: string): string => link.replace(new RegExp(`&${field}=[^&]*`), `&${field}=${value}`);
  return [
    { name: 'more PIN attempts', link: set('y', '16.10.6.12.0') },
    { name: 'shorter PINs', link: set('y', '16.5.4.12.0') },
    { name: 'a PRF-only slot', link: set('y', '16.5.6.12.1') },
    { name: 'another portal', link: set('h', 'https://self.example.evil') },
    { name: 'another issuer', link: set('n', 'Harbour Pilots') },
    { name: 'another person', link: set('l', 'Ben Strand') },
    { name: 'another server', link: set('o', 'https://token.example.evil') },
    { name: 'another serial', link: set('s', 'ST-482-719-37') },
    { name: 'another token', link: set('t', 'AAAAAAAAAAAAAAAAAAAAAA') },
    { name: 'another activation', link: set('a', 'AAAAAAAAAAAAAAAAAAAAAA') },
    { name: 'another key', link: set('k', 'A'.repeat(43)) },
    { name: 'answers to challenges', link: set('f', 'ocra.SHA256.6.30.0.0.OCRA-1:HOTP-SHA256-6:QN08') },
    { name: 'one-time passwords of eight digits', link: set('f', 'totp.SHA256.8.30.0.0') },
  ];
}
