import { type CertificateProfile, type PrivateProfileChoice, privateProfile } from '@sallyport/pki';

const ONE_AGREES = { issue: { needed: 1, of: 2 }, revoke: { needed: 0, of: 0 } };

/** What the embedded CA issues. Private trust: whoever relies on it has chosen to. */
const CHOICES: readonly PrivateProfileChoice[] = [
  {
    id: 'server',
    maximumLifetimeDays: 397,
    usualLifetimeDays: 90,
    validationReuseDays: 200,
    purposes: ['serverAuth'],
    approvals: ONE_AGREES,
  },
  {
    id: 'server-and-client',
    maximumLifetimeDays: 397,
    usualLifetimeDays: 90,
    validationReuseDays: 200,
    purposes: ['serverAuth', 'clientAuth'],
    // Whoever revokes it shuts a machine out everywhere it calls, so a second person looks first.
    approvals: { ...ONE_AGREES, revoke: { needed: 1, of: 2 } },
  },
  {
    // A week: too short to be worth revoking, so nobody need agree to it either.
    id: 'short-lived-server',
    maximumLifetimeDays: 7,
    usualLifetimeDays: 7,
    validationReuseDays: 200,
    purposes: ['serverAuth'],
    approvals: { issue: { needed: 0, of: 0 }, revoke: { needed: 0, of: 0 } },
  },
];

export const CERTIFICATE_PROFILES: readonly CertificateProfile[] = CHOICES.map((choice) => {
  const profile = privateProfile(choice);
  if (!profile.ok) throw new TypeError(`the profile ${choice.id} is malformed`);
  return profile.value;
});
