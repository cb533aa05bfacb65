import type { Holding, RehearsalEnd, RehearsedFactor, RehearsedOutcome, Situation } from '@sallyport/identity';

/** What the pages of a rehearsal can ask for: nobody has a temporary access code on a good day. */
export type RehearsedWay = Exclude<Holding, 'temporary-access-code'>;

const ways = {
  'rehearsedWay.password': 'Your password',
  'rehearsedWay.soft-token-otp': 'A one-time password',
  'rehearsedWay.passkey': 'A passkey, without PIN or biometrics',
  'rehearsedWay.passkey-verified': 'A passkey',
  'rehearsedWay.questions': 'Your answers',
  'rehearsedWay.recovery-code': 'A recovery code',
  'rehearsedWay.mailed-code': 'A code by e-mail',
  'rehearsedWay.recovery-contact': 'Your recovery contact',
} as const satisfies Readonly<Record<`rehearsedWay.${RehearsedFactor}`, string>>;

const hints = {
  'rehearsedWayHint.password': 'Typed, as at the sign-in',
  'rehearsedWayHint.soft-token-otp': 'From a soft token you would still have',
  'rehearsedWayHint.passkey-verified': 'On a device you would still have',
  'rehearsedWayHint.questions': 'To the very questions that would be asked',
  'rehearsedWayHint.recovery-code': 'Fetch your list from where you keep it',
  'rehearsedWayHint.mailed-code': 'Really sent, and marked as a rehearsal',
  'rehearsedWayHint.recovery-contact': 'Nobody is asked; you say whether you could reach them',
} as const satisfies Readonly<Record<`rehearsedWayHint.${RehearsedWay}`, string>>;

const outcomes = {
  'rehearsedOutcome.worked': 'Would have worked',
  'rehearsedOutcome.said': 'By your word',
  'rehearsedOutcome.refused': 'Did not work',
  'rehearsedOutcome.missing': 'Not at hand',
} as const satisfies Readonly<Record<`rehearsedOutcome.${RehearsedOutcome}`, string>>;

const mends = {
  'rehearsedMend.password': 'Change your password',
  'rehearsedMend.soft-token-otp': 'See your soft tokens',
  'rehearsedMend.passkey-verified': 'See your passkeys',
  'rehearsedMend.questions': 'Change your questions',
  'rehearsedMend.recovery-code': 'Make new recovery codes',
  'rehearsedMend.mailed-code': 'See your addresses',
  'rehearsedMend.recovery-contact': 'See your recovery contacts',
} as const satisfies Readonly<Record<`rehearsedMend.${RehearsedWay}`, string>>;

const ends = {
  'rehearsalEnd.worked': 'worked',
  'rehearsalEnd.partly': 'worked in part',
  'rehearsalEnd.stranded': 'only support could have helped',
} as const satisfies Readonly<Record<`rehearsalEnd.${RehearsalEnd}`, string>>;

const leads = {
  'rehearsalLead.under-way': 'Give what you would give then, one thing after the other. {aside}',
  'rehearsalLead.worked': 'You would be back. Nothing was changed, and your codes and answers work as before.',
  'rehearsalLead.partly': 'You would come part of the way; then only support could help. Better to know it today.',
  'rehearsalLead.stranded': 'Only support could help you. Better to know it today.',
} as const satisfies Readonly<Record<`rehearsalLead.${RehearsalEnd | 'under-way'}`, string>>;

const asides = {
  'rehearsalAside.token-locked': 'Your token shows no one-time passwords then, so leave it aside.',
  'rehearsalAside.pin-forgotten': 'Your token shows no one-time passwords then, so leave it aside.',
  'rehearsalAside.token-misplaced': 'Leave aside whatever is on that device.',
  'rehearsalAside.token-lost': 'Leave aside whatever is on that device.',
  'rehearsalAside.token-broken': 'Leave aside whatever is on that device.',
  'rehearsalAside.new-device': 'You still have the old one.',
  'rehearsalAside.out-of-sync': 'What it shows is refused then, so leave it aside.',
  'rehearsalAside.password-forgotten': 'It begins with a mail.',
} as const satisfies Readonly<Record<`rehearsalAside.${Situation}`, string>>;

/** Every sentence of the rehearsal. */
export const rehearsalMessages = {
  ...ways,
  ...hints,
  ...outcomes,
  ...mends,
  ...ends,
  ...leads,
  ...asides,
  rehearsalCaption: 'Rehearsal: nothing is changed',
  rehearseTitle: 'Rehearse a way back',
  rehearseLead: 'Choose what might happen, and give what you would give then. You are told what would have worked, and what to mend.',
  rehearsePromise: 'Your codes and answers work afterwards as before, nobody is bothered, and nothing of your account is changed.',
  rehearseBudget: 'What is wrong counts as a try, as always, so that nobody can guess here. The last try is kept for the day you need it.',
  rehearseChoose: 'What might happen',
  rehearseChooseMissing: 'Choose what might happen.',
  rehearseBegin: 'Begin the rehearsal',
  rehearsedOn: 'Last rehearsed {when}: {end}',
  rehearsalSteps: 'What you would do',
  rehearsalStep: 'Step',
  rehearsalStanding: 'So far',
  rehearsalOpen: 'You could',
  rehearsalOpenAfter: 'You could, after {hours, plural, one {# hour} other {# hours}}; every address of yours is told meanwhile',
  rehearsalClosed: 'Takes more',
  rehearsalGiven: 'What you gave',
  rehearsalGivenNothing: 'Nothing yet',
  rehearsalGivenNothingText: 'Whatever you give in this rehearsal stands here, with what came of it.',
  rehearsalWay: 'What',
  rehearsalResult: 'Result',
  rehearsalMend: 'What to do',
  rehearsalAgain: 'Try again',
  rehearsalNext: 'Give one of these',
  rehearsalBesides: 'These would have done as well',
  rehearsalAnother: 'Rehearse something else',
  rehearsalToWaysBack: 'To your ways back',
  rehearsalBack: 'Back to the rehearsal',
  rehearsalMissing: 'I do not have it at hand',
  rehearsalForgotten: 'I do not know it any more',
  rehearseGive: 'See whether it works',

  rehearsePasswordTitle: 'Type your password',
  rehearsePasswordLead: 'As you would to sign in. You came here without it, so it is looked at now.',
  rehearseQuestionsTitle: 'Answer your questions',
  rehearseQuestionsLead:
    'These are the very questions that would be asked, and they stay the same. Capitals, accents, spaces and punctuation do not matter.',
  rehearseOtpTitle: 'Type a one-time password',
  rehearseOtpLead: 'From a soft token that you would still have. It signs you in nowhere, here or after; the next one does.',
  rehearseRecoveryCodeTitle: 'Type a recovery code',
  rehearseRecoveryCodeLead:
    'Fetch your list from where you keep it, and type any code of it. It is not used up; every address of yours is told of one that is right.',
  rehearseMailedCodeTitle: 'Get a code by e-mail',
  rehearseMailedCodeLead: 'We really send it to every address of yours, marked as a rehearsal. Read it where you would read it then.',
  rehearseMailedCodeTypeTitle: 'Type the code from the mail',
  rehearseMailedCodeTypeLead:
    'It works for ten minutes, in this browser alone, and opens nothing. Nothing after a few minutes? Look where unwanted mail goes.',
  rehearseContactTitle: 'Your recovery contact',
  rehearseContactLead:
    'On a bad day one of them gets a message from us, and you tell them a code by voice. In a rehearsal nobody is asked.',
  rehearseContactWho: 'Who would be asked',
  rehearseContactName: 'Name',
  rehearseContactNone: 'Nobody could be asked',
  rehearseContactNoneText: 'You have no recovery contact who has agreed and can sign in now.',
  rehearseContactQuestion: 'Could you reach one of them without this account: by a number you know or have written down, or in person?',
  rehearseContactYes: 'Yes, I could reach them',
  rehearseContactNo: 'No, I could not',
} as const;
