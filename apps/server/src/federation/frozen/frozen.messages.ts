/** Every sentence about opening a frozen account. */
export const frozenMessages = {
  frozenTitle: 'Open a frozen account',
  frozenLead:
    'After “This was not me”, nobody can sign in until the owner gives both factors here: the password, and a one-time password of a soft token from before.',
  frozenOtpHint: 'From a soft token that you had before it happened.',
  frozenOpen: 'Open my account',
  frozenCannot: 'No soft token from before, or somebody else has changed your password? The help desk opens the account for you.',
  frozenSupport: 'Talk to support',
  openAgainTitle: 'Your account is open again',
  openAgainLead: 'Sign in as usual. If somebody may know your password, set a new one first, and revoke soft tokens that are not yours.',
} as const;
