import { DAY_SECONDS, midnight } from '../instant.ts';
import type { CertificateProfile } from './profile.ts';

/**
 * What CAs trusted by everybody may issue: CA/Browser Forum Baseline Requirements, with the calendar of ballot SC-081v3 (sections 6.3.2
 * and 4.2.1). Ours is a private CA; this profile is for certificates from another one, and for those who want to live by its rules.
 */
export const PUBLIC_TRUST_PROFILE: CertificateProfile = {
  id: 'public-server',
  trust: 'public',
  lifetimeDays: [
    { from: midnight(2020, 9, 1), days: 398 },
    { from: midnight(2026, 3, 15), days: 200 },
    { from: midnight(2027, 3, 15), days: 100 },
    { from: midnight(2029, 3, 15), days: 47 },
  ],
  usualLifetimeDays: 90,
  validationReuseDays: [
    { from: midnight(2020, 9, 1), days: 398 },
    { from: midnight(2026, 3, 15), days: 200 },
    { from: midnight(2027, 3, 15), days: 100 },
    { from: midnight(2029, 3, 15), days: 10 },
  ],
  keys: { rsaMinimumBits: 2048, rsaMaximumBits: 8192, curves: ['P-256', 'P-384', 'P-521'], ed25519: 'refused' },
  keyUsages: ['digitalSignature', 'keyEncipherment'],
  purposes: ['serverAuth'],
  names: { maximum: 100, wildcards: 'accepted', addresses: 'accepted', singleLabels: 'refused' },
  subjectFields: ['commonName'],
  policies: ['2.23.140.1.2.1'],
  approvals: { issue: { needed: 1, of: 1 }, revoke: { needed: 0, of: 0 } },
  shortLivedPointers: 'absent',
  revocation: { urgentSeconds: DAY_SECONDS, otherSeconds: 5 * DAY_SECONDS },
  backdateSeconds: 300,
};
