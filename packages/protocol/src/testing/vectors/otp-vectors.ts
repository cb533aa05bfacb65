/** Copied by hand from the RFCs, never generated. The keys are the ASCII digits 1234567890 repeated to the length of the hash. */

const KEY_20 = '3132333435363738393031323334353637383930';
const KEY_32 = '3132333435363738393031323334353637383930313233343536373839303132';
const KEY_64 =
  '31323334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839303132333435363738393031323334';

export interface Rfc4226Vector {
  readonly key: string;
  readonly counter: number;
  readonly hmac: string;
  readonly otp: string;
}

/** RFC 4226 appendix D. */
export function rfc4226Vectors(): readonly Rfc4226Vector[] {
  const rows = [
    ['cc93cf18508d94934c64b65d8ba7667fb7cde4b0', '755224'],
    ['75a48a19d4cbe100644e8ac1397eea747a2d33ab', '287082'],
    ['0bacb7fa082fef30782211938bc1c5e70416ff44', '359152'],
    ['66c28227d03a2d5529262ff016a1e6ef76557ece', '969429'],
    ['a904c900a64b35909874b33e61c5938a8e15ed1c', '338314'],
    ['a37e783d7b7233c083d4f62926c7a25f238d0316', '254676'],
    ['bc9cd28561042c83f219324d3c607256c03272ae', '287922'],
    ['a4fb960c0bc06e1eabb804e5b397cdc4b45596fa', '162583'],
    ['1b3c89f65e6c9e883012052823443f048b4332db', '399871'],
    ['1637409809a679dc698207310c8c7fc07290d9e5', '520489'],
  ] as const;
  return rows.map(([hmac, otp], counter) => ({ key: KEY_20, counter, hmac, otp }));
}

export interface Rfc6238Vector {
  readonly algorithm: 'SHA1' | 'SHA256' | 'SHA512';
  readonly key: string;
  readonly unixSeconds: number;
  readonly step: string;
  readonly otp: string;
}

/** RFC 6238 appendix B: T0 = 0, X = 30 s, 8 digits. */
export function rfc6238Vectors(): readonly Rfc6238Vector[] {
  const rows = [
    [59, '0000000000000001', '94287082', '46119246', '90693936'],
    [1111111109, '00000000023523ec', '07081804', '68084774', '25091201'],
    [1111111111, '00000000023523ed', '14050471', '67062674', '99943326'],
    [1234567890, '000000000273ef07', '89005924', '91819424', '93441116'],
    [2000000000, '0000000003f940aa', '69279037', '90698825', '38618901'],
    [20000000000, '0000000027bc86aa', '65353130', '77737706', '47863826'],
  ] as const;
  return rows.flatMap(([unixSeconds, step, sha1, sha256, sha512]) => [
    { algorithm: 'SHA1', key: KEY_20, unixSeconds, step, otp: sha1 },
    { algorithm: 'SHA256', key: KEY_32, unixSeconds, step, otp: sha256 },
    { algorithm: 'SHA512', key: KEY_64, unixSeconds, step, otp: sha512 },
  ]);
}
