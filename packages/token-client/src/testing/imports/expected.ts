import type { LeftOutReason, NotKeptPart } from '../../imports/index.ts';
import { BANK, CLOUD, type CastAccount, MAIL, OVERSEAS } from './cast.ts';

/** What each file of the corpus holds, written down by hand from what was put into it. Positions count entries from 1. */
export interface ExpectedReading {
  readonly format: string;
  readonly accounts: readonly CastAccount[];
  readonly leftOut: readonly (readonly [number, LeftOutReason])[];
  readonly notKept: readonly (readonly [number, NotKeptPart])[];
}

const EVERYBODY = [BANK, CLOUD, MAIL, OVERSEAS];

const AEGIS: ExpectedReading = {
  format: 'aegis',
  accounts: EVERYBODY,
  leftOut: [
    [4, 'steam'],
    [5, 'mobile-otp'],
    [6, 'yandex'],
  ],
  notKept: [
    [2, 'group'],
    [2, 'note'],
    [2, 'icon'],
    [2, 'pinned'],
  ],
};

const TWO_FAS: ExpectedReading = {
  format: 'two-fas',
  accounts: [...EVERYBODY, { ...BANK, issuer: 'Renamed' }],
  leftOut: [
    [5, 'steam'],
    [6, 'algorithm'],
  ],
  notKept: [
    [2, 'group'],
    [2, 'icon'],
    [7, 'second-name'],
  ],
};

const ENTE: ExpectedReading = {
  format: 'ente',
  accounts: [BANK, CLOUD, MAIL],
  leftOut: [
    [4, 'in-trash'],
    [5, 'steam'],
  ],
  notKept: [
    [2, 'pinned'],
    [2, 'group'],
    [2, 'note'],
    [2, 'icon'],
  ],
};

const AND_OTP: ExpectedReading = {
  format: 'and-otp',
  accounts: [...EVERYBODY, BANK],
  leftOut: [
    [5, 'steam'],
    [6, 'counter'],
  ],
  notKept: [
    [2, 'group'],
    [2, 'icon'],
  ],
};

const BITWARDEN: ExpectedReading = {
  format: 'bitwarden-json',
  accounts: EVERYBODY,
  leftOut: [
    [5, 'no-one-time-password'],
    [6, 'no-one-time-password'],
    [7, 'steam'],
    [8, 'in-trash'],
  ],
  notKept: [
    [1, 'password'],
    [2, 'group'],
    [2, 'note'],
    [2, 'pinned'],
    [2, 'custom-field'],
    [2, 'passkey'],
    [2, 'web-address'],
    [3, 'second-name'],
  ],
};

const STRATUM: ExpectedReading = {
  format: 'stratum',
  accounts: EVERYBODY,
  leftOut: [
    [5, 'steam'],
    [6, 'mobile-otp'],
    [7, 'yandex'],
    [8, 'algorithm'],
  ],
  notKept: [
    [2, 'group'],
    [2, 'icon'],
  ],
};

const PROTON_AUTHENTICATOR: ExpectedReading = {
  format: 'proton-authenticator',
  accounts: [BANK, CLOUD, OVERSEAS],
  leftOut: [[4, 'steam']],
  notKept: [
    [2, 'note'],
    [3, 'second-name'],
  ],
};

const GOOGLE = { format: 'google-migration', notKept: [] } as const;
const GOOGLE_CLOUD = { ...CLOUD, period: 30 };

export const PLAIN_READINGS: Readonly<Record<string, ExpectedReading>> = {
  'otpauth-list.txt': {
    format: 'otpauth-list',
    accounts: EVERYBODY,
    leftOut: [
      [4, 'steam'],
      [5, 'steam'],
      [6, 'mobile-otp'],
      [7, 'secret-malformed'],
      [8, 'secret-missing'],
      [9, 'digits'],
      [10, 'algorithm'],
      [11, 'malformed'],
    ],
    notKept: [[2, 'icon']],
  },
  'ente.txt': { ...ENTE, format: 'otpauth-list' },
  'google-migration.txt': {
    ...GOOGLE,
    accounts: [BANK, GOOGLE_CLOUD, MAIL],
    leftOut: [
      [4, 'algorithm'],
      [5, 'unknown-type'],
    ],
  },
  'google-migration-incomplete.txt': {
    ...GOOGLE,
    accounts: [BANK, GOOGLE_CLOUD],
    leftOut: [
      [3, 'algorithm'],
      [4, 'unknown-type'],
    ],
  },
  'aegis.json': AEGIS,
  '2fas.2fas': TWO_FAS,
  '2fas-schema-1.json': { format: 'two-fas', accounts: [BANK], leftOut: [], notKept: [] },
  'andotp.json': AND_OTP,
  'bitwarden.json': BITWARDEN,
  'bitwarden.csv': {
    format: 'bitwarden-csv',
    accounts: EVERYBODY,
    leftOut: [
      [5, 'no-one-time-password'],
      [6, 'steam'],
    ],
    notKept: [
      [2, 'group'],
      [2, 'note'],
      [2, 'pinned'],
      [2, 'custom-field'],
      [2, 'password'],
      [2, 'web-address'],
    ],
  },
  'stratum.json': STRATUM,
  'proton-authenticator.json': PROTON_AUTHENTICATOR,
  'proton-pass.json': {
    format: 'proton-pass',
    accounts: [BANK, CLOUD, OVERSEAS],
    leftOut: [
      [3, 'no-one-time-password'],
      [5, 'in-trash'],
    ],
    notKept: [
      [2, 'pinned'],
      [2, 'password'],
      [2, 'web-address'],
    ],
  },
};

export const SEALED_READINGS: Readonly<Record<string, ExpectedReading>> = {
  'aegis-sealed.json': AEGIS,
  '2fas-sealed.2fas': TWO_FAS,
  'ente-sealed.txt': ENTE,
  'andotp-sealed.json.aes': AND_OTP,
  'andotp-sealed-old.json.aes': AND_OTP,
  'bitwarden-sealed-pbkdf2.json': BITWARDEN,
  'bitwarden-sealed-argon2id.json': BITWARDEN,
  'stratum-sealed.stratum': STRATUM,
  'stratum-sealed-old.authpro': STRATUM,
  'proton-authenticator-sealed.json': PROTON_AUTHENTICATOR,
};
