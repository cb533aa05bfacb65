import type { Translation } from './messages.ts';

/** The few words the form kit says by itself. A page's own sentences come from its own catalogue. */
export const englishWords = {
  'skip-to-content': 'Skip to content',
  'main-navigation': 'Main',
  'footer-navigation': 'About this service',
  back: 'Back',
  'sign-out': 'Sign out',
  'signed-in-as': 'Signed in as',
  'title-with-error': 'Error: {title}',
  'there-is-a-problem': 'There is a problem',
  error: 'Error:',
  optional: '(optional)',
  'step-of': 'Step {current, number} of {total, number}',
  'next-step': 'Next: {next}',
  'last-step': 'This is the last step.',
  'assurance-none': 'Not signed in',
  'assurance-one': 'First factor',
  'assurance-both': 'Both factors',
  copy: 'Copy',
  print: 'Print',
  copied: 'Copied',
  'copy-failed': 'Copying did not work. Select the code and copy it yourself.',
  show: 'Show',
  hide: 'Hide',
  'show-secret': 'Show {label}',
  'hide-secret': 'Hide {label}',
  'code-shape': '{digits, number} digits in {groups, number} groups. Spaces and hyphens do not matter.',
  'code-digits': '{digits, number} digits. Spaces do not matter.',
  'code-digits-between': '{least, number} to {most, number} digits. Spaces do not matter.',
  'code-group-wrong': 'Group {group, number} has a typing error.',
  'code-group-spoken': 'Group {group, number} of {groups, number}: {digits}.',
  'code-complete': 'All groups are typed correctly.',
  working: 'One moment…',
  'time-is-up': 'The time is up.',
  'time-left': '{time} left',
  'choose-one': 'Choose one',
} as const;

export type UiCatalogue = typeof englishWords;
/** The form kit's words in another language: every key, no other. */
export type UiWords = Translation<UiCatalogue>;
