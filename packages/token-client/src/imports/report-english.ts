import type { ExportRefusal } from '@sallyport/protocol/personal-vault';
import type { ImportFormatName, ImportRefusal, LeftOutReason, NotKeptPart } from './import-file.ts';

type Keys =
  | `problem-${ImportRefusal | ExportRefusal['code']}`
  | `left-out-${LeftOutReason}`
  | `not-kept-${NotKeptPart}`
  | `format-${ImportFormatName | 'sallyport'}`;

/** What an import reports, in the app as in the terminal: both catalogues take these sentences over. One without words does not compile. */
export const importReportEnglish = {
  'problem-empty': 'This file is empty.',
  'problem-too-large': 'This file is too large to be an export of codes.',
  'problem-too-many-entries': 'There are more entries in this file than any authenticator writes.',
  'problem-unknown-format': 'There are no codes in it that can be read here. Use the export of your authenticator, without changes.',
  'problem-damaged': 'This file is damaged. Export it again and try once more.',
  'problem-unknown-version': 'This file was written by a newer version of its program than can be read here.',
  'problem-too-costly': 'This file asks for more memory or time than any authenticator does, so it was not opened.',
  'problem-sealed-for-account':
    'This export can only be opened by the account or device it came from. Export again, with a password of its own.',
  'problem-archive': 'This is an archive. Unpack it, and choose the file inside.',
  'problem-EXPORT_UNKNOWN': 'This is no export file of a personal vault.',
  'problem-EXPORT_VERSION': 'This export file was written by a newer version.',
  'problem-EXPORT_DAMAGED': 'This export file is damaged. Nothing of it was taken.',

  'left-out-steam': 'Steam makes its codes in a way of its own.',
  'left-out-mobile-otp': 'Mobile-OTP makes its codes in a way of its own.',
  'left-out-yandex': 'Yandex Key makes its codes in a way of its own.',
  'left-out-unknown-type': 'It makes its codes in a way that is not known here.',
  'left-out-algorithm': 'Its algorithm is not known here.',
  'left-out-digits': 'Codes of this length are not made here.',
  'left-out-period': 'Its time step is not one.',
  'left-out-counter': 'Its counter is not one.',
  'left-out-secret-missing': 'It has no secret key.',
  'left-out-secret-malformed': 'Its secret key is damaged.',
  'left-out-secret-too-long': 'Its secret key is too long.',
  'left-out-name-too-long': 'Its name is longer than 256 characters.',
  'left-out-malformed': 'It is not as its program writes it.',
  'left-out-no-one-time-password': 'There are no one-time passwords in it.',
  'left-out-in-trash': 'It was thrown away there.',

  'not-kept-group': 'group',
  'not-kept-note': 'note',
  'not-kept-icon': 'picture',
  'not-kept-pinned': 'place on top',
  'not-kept-second-name': 'second name',
  'not-kept-password': 'password',
  'not-kept-passkey': 'passkey',
  'not-kept-web-address': 'web address',
  'not-kept-custom-field': 'field of its own',
  'not-kept-other': 'other detail',

  'format-otpauth-list': 'Links',
  'format-google-migration': 'Google Authenticator',
  'format-aegis': 'Aegis',
  'format-two-fas': '2FAS',
  'format-ente': 'Ente Auth',
  'format-and-otp': 'andOTP',
  'format-bitwarden-json': 'Bitwarden',
  'format-bitwarden-csv': 'Bitwarden',
  'format-stratum': 'Stratum',
  'format-proton-authenticator': 'Proton Authenticator',
  'format-proton-pass': 'Proton Pass',
  'format-sallyport': 'Export of a personal vault',
} as const satisfies Readonly<Record<Keys, string>>;
