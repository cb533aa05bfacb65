/** Accounts of other services: Base32 and the Key URI format. Written by hand, never computed by what they judge. */

/** RFC 4648 section 10, then what people and programs make of it. */
export function base32Vectors(): unknown {
  const rfc4648 = [
    ['66', 'MY'],
    ['666f', 'MZXQ'],
    ['666f6f', 'MZXW6'],
    ['666f6f62', 'MZXW6YQ'],
    ['666f6f6261', 'MZXW6YTB'],
    ['666f6f626172', 'MZXW6YTBOI'],
  ] as const;
  return {
    about:
      'Base32 of RFC 4648. `canonical`: section 10 without padding, octets in hexadecimal, read and written. `tolerated`: read as well. ' +
      '`refused`: not read, with the reason.',
    canonical: rfc4648.map(([octets, text]) => ({ octets, text })),
    tolerated: [
      { name: 'padding', octets: '666f', text: 'MZXQ====' },
      { name: 'lower case', octets: '666f6f62', text: 'mzxw6yq' },
      { name: 'groups of four', octets: '666f6f626172', text: 'MZXW 6YTB OI' },
      { name: 'hyphens and a line break', octets: '666f6f626172', text: 'MZXW-6YTB-\nOI' },
      { name: 'bits left over', octets: '66', text: 'MZ' },
    ],
    refused: [
      { name: 'empty', text: '', refusal: 'empty' },
      { name: 'nothing but padding', text: '======', refusal: 'empty' },
      { name: 'too-long', text: 'A'.repeat(513), refusal: 'too-long' },
      { name: 'bad-char: digit one', text: 'MZXW6YT1', refusal: 'characters' },
      { name: 'bad-char: digit zero', text: 'MZXW6YT0', refusal: 'characters' },
      { name: 'bad-char: base64', text: 'Zm9vYmFy+/', refusal: 'characters' },
      { name: 'bad-char: not ASCII', text: 'MZXW6YTſ', refusal: 'characters' },
      { name: 'padding inside', text: 'MY======MY', refusal: 'characters' },
      { name: 'too much padding', text: 'MY=======', refusal: 'characters' },
      { name: 'odd-tail: one letter', text: 'M', refusal: 'odd-tail' },
      { name: 'odd-tail: three letters', text: 'MZX', refusal: 'odd-tail' },
      { name: 'odd-tail: six letters', text: 'MZXW6Y', refusal: 'odd-tail' },
      { name: 'odd-tail: nine letters', text: 'MZXW6YTBO', refusal: 'odd-tail' },
    ],
  };
}

const SECRET = '3132333435363738393031323334353637383930';
const BASE32 = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const DEFAULTS = { type: 'totp', algorithm: 'SHA1', digits: 6, period: 30, counter: 0 };
const ADA = { issuer: 'Northwind Bank', label: 'ada@northwind.example', otp: DEFAULTS, secret: SECRET };
const PLAIN = `otpauth://totp/Northwind%20Bank:ada%40northwind.example?secret=${BASE32}`;

/** The Key URI format. */
export function otpauthVectors(): unknown {
  const longName = 'n'.repeat(257);
  return {
    about:
      'otpauth:// of the Key URI format. `canonical`: read and written to the character; `read`: other spellings of accounts; ' +
      '`refused`: with the reason. Secrets in hexadecimal.',
    canonical: [
      { name: 'all parameters', uri: `${PLAIN}&issuer=Northwind%20Bank&algorithm=SHA1&digits=6&period=30`, account: ADA },
      {
        name: 'counter-based, eight digits',
        uri: `otpauth://hotp/Northwind%20Bank:ada%40northwind.example?secret=${BASE32}&issuer=Northwind%20Bank&algorithm=SHA512&digits=8&counter=42`,
        account: { ...ADA, otp: { type: 'hotp', algorithm: 'SHA512', digits: 8, period: 30, counter: 42 } },
      },
      {
        name: 'no issuer, and a colon in the label',
        uri: `otpauth://totp/:ada%3Aadmin?secret=${BASE32}&algorithm=SHA1&digits=6&period=30`,
        account: { ...ADA, issuer: '', label: 'ada:admin' },
      },
      {
        name: 'a colon in the issuer and no label',
        uri: `otpauth://totp/Northwind%3A%20Bank:?secret=${BASE32}&issuer=Northwind%3A%20Bank&algorithm=SHA1&digits=6&period=30`,
        account: { ...ADA, issuer: 'Northwind: Bank', label: '' },
      },
    ],
    read: [
      { name: 'the example of the format: defaults', uri: PLAIN, account: ADA, notKept: [] },
      { name: 'upper case as in a dense QR code', uri: PLAIN.replace('otpauth://totp', 'OTPAUTH://TOTP'), account: ADA, notKept: [] },
      { name: 'white space around', uri: `  ${PLAIN}\n`, account: ADA, notKept: [] },
      { name: 'encoded colon and spaces after it', uri: PLAIN.replace(':ada', '%3A%20%20ada'), account: ADA, notKept: [] },
      {
        name: 'issuer in the parameter alone, spaces as plus signs',
        uri: `otpauth://totp/ada@northwind.example?issuer=Northwind+Bank&secret=${BASE32}`,
        account: ADA,
        notKept: [],
      },
      {
        name: 'a plus sign in the label is one',
        uri: `otpauth://totp/ada+bank@northwind.example?secret=${BASE32}`,
        account: { ...ADA, issuer: '', label: 'ada+bank@northwind.example' },
        notKept: [],
      },
      {
        name: 'a prefix that is not the issuer is kept',
        uri: `otpauth://totp/Harbour:ada?secret=${BASE32}&issuer=Northwind%20Bank`,
        account: { ...ADA, label: 'Harbour:ada' },
        notKept: [],
      },
      {
        name: 'a prefix in other letters is the issuer',
        uri: `otpauth://totp/NORTHWIND%20BANK:ada?secret=${BASE32}&issuer=Northwind%20Bank`,
        account: { ...ADA, label: 'ada' },
        notKept: [],
      },
      {
        name: 'other spelling of the hash',
        uri: `${PLAIN}&algorithm=HmacSHA256`,
        account: { ...ADA, otp: { ...DEFAULTS, algorithm: 'SHA256' } },
        notKept: [],
      },
      {
        name: 'a hash sign is part of the name',
        uri: `otpauth://totp/Northwind%20Bank:ada#2?secret=${BASE32}`,
        account: { ...ADA, label: 'ada#2' },
        notKept: [],
      },
      { name: 'empty label', uri: `otpauth://totp/?secret=${BASE32}`, account: { ...ADA, issuer: '', label: '' }, notKept: [] },
      {
        name: 'parameters that have no place',
        uri: `${PLAIN}&image=https%3A%2F%2Fx.example&lock=1`,
        account: ADA,
        notKept: ['image', 'lock'],
      },
      {
        name: 'control characters become spaces',
        uri: `otpauth://totp/ada%0A%00%E2%80%AEbank?secret=${BASE32}`,
        account: { ...ADA, issuer: '', label: 'ada bank' },
        notKept: [],
      },
    ],
    refused: [
      { name: 'empty', uri: '', refusal: { code: 'OTPAUTH_UNKNOWN' } },
      { name: 'another scheme', uri: PLAIN.replace('otpauth', 'https'), refusal: { code: 'OTPAUTH_UNKNOWN' } },
      { name: 'no label and no slash', uri: `otpauth://totp?secret=${BASE32}`, refusal: { code: 'OTPAUTH_UNKNOWN' } },
      { name: 'too long', uri: `${PLAIN}&image=${'x'.repeat(8192)}`, refusal: { code: 'OTPAUTH_TOO_LONG' } },
      { name: 'Steam as type', uri: PLAIN.replace('totp', 'steam'), refusal: { code: 'ACCOUNT_TYPE', what: 'steam' } },
      { name: 'Steam as encoder', uri: `${PLAIN}&encoder=steam`, refusal: { code: 'ACCOUNT_TYPE', what: 'steam' } },
      { name: 'no type', uri: PLAIN.replace('totp', ''), refusal: { code: 'ACCOUNT_TYPE', what: '' } },
      { name: 'no secret', uri: 'otpauth://totp/ada', refusal: { code: 'ACCOUNT_SECRET', problem: 'empty' } },
      { name: 'empty secret', uri: 'otpauth://totp/ada?secret=', refusal: { code: 'ACCOUNT_SECRET', problem: 'empty' } },
      { name: 'bad Base32', uri: 'otpauth://totp/ada?secret=0189', refusal: { code: 'ACCOUNT_SECRET', problem: 'characters' } },
      { name: 'odd Base32', uri: 'otpauth://totp/ada?secret=MZX', refusal: { code: 'ACCOUNT_SECRET', problem: 'odd-tail' } },
      {
        name: '129 octets of secret',
        uri: `otpauth://totp/ada?secret=${'A'.repeat(207)}`,
        refusal: { code: 'ACCOUNT_SECRET', problem: 'too-long' },
      },
      {
        name: 'secret too long to read',
        uri: `otpauth://totp/ada?secret=${'A'.repeat(520)}`,
        refusal: { code: 'ACCOUNT_SECRET', problem: 'too-long' },
      },
      { name: 'secret twice', uri: `${PLAIN}&secret=MY`, refusal: { code: 'OTPAUTH_DAMAGED', field: 'secret' } },
      { name: 'broken percent sign in a parameter', uri: `${PLAIN}&issuer=%E0%A4`, refusal: { code: 'OTPAUTH_DAMAGED', field: 'issuer' } },
      {
        name: 'broken percent sign in the label',
        uri: `otpauth://totp/%?secret=${BASE32}`,
        refusal: { code: 'OTPAUTH_DAMAGED', field: 'label' },
      },
      { name: 'unknown hash', uri: `${PLAIN}&algorithm=MD5`, refusal: { code: 'ACCOUNT_ALGORITHM', what: 'MD5' } },
      { name: 'empty hash', uri: `${PLAIN}&algorithm=`, refusal: { code: 'ACCOUNT_ALGORITHM', what: '' } },
      { name: 'five digits', uri: `${PLAIN}&digits=5`, refusal: { code: 'ACCOUNT_DIGITS' } },
      { name: 'nine digits', uri: `${PLAIN}&digits=9`, refusal: { code: 'ACCOUNT_DIGITS' } },
      { name: 'digits that are no number', uri: `${PLAIN}&digits=6.0`, refusal: { code: 'ACCOUNT_DIGITS' } },
      { name: 'period 0', uri: `${PLAIN}&period=0`, refusal: { code: 'ACCOUNT_PERIOD' } },
      { name: 'period of more than a day', uri: `${PLAIN}&period=86401`, refusal: { code: 'ACCOUNT_PERIOD' } },
      { name: 'negative period', uri: `${PLAIN}&period=-30`, refusal: { code: 'ACCOUNT_PERIOD' } },
      { name: 'counter-based without a counter', uri: PLAIN.replace('totp', 'hotp'), refusal: { code: 'ACCOUNT_COUNTER' } },
      {
        name: 'counter above 2^53 - 1',
        uri: `${PLAIN.replace('totp', 'hotp')}&counter=9007199254740992`,
        refusal: { code: 'ACCOUNT_COUNTER' },
      },
      { name: 'issuer too long', uri: `${PLAIN}&issuer=${longName}`, refusal: { code: 'ACCOUNT_TEXT', field: 'issuer' } },
      { name: 'label too long', uri: `otpauth://totp/${longName}?secret=${BASE32}`, refusal: { code: 'ACCOUNT_TEXT', field: 'label' } },
    ],
  };
}
