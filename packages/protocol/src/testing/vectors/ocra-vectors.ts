/** RFC 6287 appendix C, copied by hand. The keys are the ASCII digits 1234567890 repeated to 20, 32 and 64 octets; the PIN is 1234. */

const KEY_20 = '3132333435363738393031323334353637383930';
const KEY_32 = '3132333435363738393031323334353637383930313233343536373839303132';
const KEY_64 =
  '31323334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839303132333435363738393031323334';
const PIN_SHA1 = '7110eda4d09e062aa5e4a390b0a572ac0d2c0220';
/** Of the 25th of March 2008, 12:06:30. */
const TIME_STEP = 0x132d0b6;

export interface OcraVector {
  readonly section: 'C.1' | 'C.2' | 'C.3';
  readonly suite: string;
  readonly key: string;
  /** Two in mutual authentication. */
  readonly challenges: readonly [string] | readonly [string, string];
  readonly counter?: number;
  readonly pinHash?: string;
  readonly timeStep?: number;
  readonly response: string;
}

export interface RefusedSuite {
  readonly name: string;
  readonly suite: string;
}

export interface OcraVectors {
  readonly about: string;
  readonly responses: readonly OcraVector[];
  readonly refusedSuites: readonly RefusedSuite[];
}

/** 00000000, 11111111 and so on. */
const repeated = (index: number): string => String(index).repeat(8);

function oneWay(): readonly OcraVector[] {
  const section = 'C.1';
  return [
    ...['237653', '243178', '653583', '740991', '608993', '388898', '816933', '224598', '750600', '294470'].map(
      (response, index): OcraVector => ({
        section,
        suite: 'OCRA-1:HOTP-SHA1-6:QN08',
        key: KEY_20,
        challenges: [repeated(index)],
        response,
      }),
    ),
    ...['65347737', '86775851', '78192410', '71565254', '10104329', '65983500', '70069104', '91771096', '75011558', '08522129'].map(
      (response, counter): OcraVector => {
        const suite = 'OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1';
        return { section, suite, key: KEY_32, challenges: ['12345678'], counter, pinHash: PIN_SHA1, response };
      },
    ),
    ...['83238735', '01501458', '17957585', '86776967', '86807031'].map((response, index): OcraVector => {
      const suite = 'OCRA-1:HOTP-SHA256-8:QN08-PSHA1';
      return { section, suite, key: KEY_32, challenges: [repeated(index)], pinHash: PIN_SHA1, response };
    }),
    ...['07016083', '63947962', '70123924', '25341727', '33203315', '34205738', '44343969', '51946085', '20403879', '31409299'].map(
      (response, counter): OcraVector => {
        const suite = 'OCRA-1:HOTP-SHA512-8:C-QN08';
        return { section, suite, key: KEY_64, challenges: [repeated(counter)], counter, response };
      },
    ),
    ...['95209754', '55907591', '22048402', '24218844', '36209546'].map((response, index): OcraVector => {
      const suite = 'OCRA-1:HOTP-SHA512-8:QN08-T1M';
      return { section, suite, key: KEY_64, challenges: [repeated(index)], timeStep: TIME_STEP, response };
    }),
  ];
}

/** The server answers the client's challenge first, and the client both the other way round. */
function mutual(): readonly OcraVector[] {
  const section = 'C.2';
  const client = (index: number): string => `CLI2222${String(index)}`;
  const server = (index: number): string => `SRV1111${String(index)}`;
  const byServer = (suite: string, key: string, responses: readonly string[]): readonly OcraVector[] =>
    responses.map((response, index) => ({ section, suite, key, challenges: [client(index), server(index)], response }));
  const byClient = (suite: string, key: string, responses: readonly string[]): readonly OcraVector[] =>
    responses.map((response, index) => ({
      section,
      suite,
      key,
      challenges: [server(index), client(index)],
      ...(suite.includes('PSHA1') ? { pinHash: PIN_SHA1 } : {}),
      response,
    }));
  return [
    ...byServer('OCRA-1:HOTP-SHA256-8:QA08', KEY_32, ['28247970', '01984843', '65387857', '03351211', '83412541']),
    ...byClient('OCRA-1:HOTP-SHA256-8:QA08', KEY_32, ['15510767', '90175646', '33777207', '95285278', '28934924']),
    ...byServer('OCRA-1:HOTP-SHA512-8:QA08', KEY_64, ['79496648', '76831980', '12250499', '90856481', '12761449']),
    ...byClient('OCRA-1:HOTP-SHA512-8:QA08-PSHA1', KEY_64, ['18806276', '70020315', '01600026', '18951020', '32528969']),
  ];
}

function signatures(): readonly OcraVector[] {
  const section = 'C.3';
  return [
    ...['53095496', '04110475', '31331128', '76028668', '46554205'].map(
      (response, index): OcraVector => ({
        section,
        suite: 'OCRA-1:HOTP-SHA256-8:QA08',
        key: KEY_32,
        challenges: [`SIG1${String(index)}000`],
        response,
      }),
    ),
    ...['77537423', '31970405', '10235557', '95213541', '65360607'].map((response, index): OcraVector => {
      const suite = 'OCRA-1:HOTP-SHA512-8:QA10-T1M';
      return { section, suite, key: KEY_64, challenges: [`SIG1${String(index)}00000`], timeStep: TIME_STEP, response };
    }),
  ];
}

export function ocraVectors(): OcraVectors {
  const refused = {
    'nothing at all': '',
    'another version': 'OCRA-2:HOTP-SHA1-6:QN08',
    'no data input': 'OCRA-1:HOTP-SHA1-6',
    'no challenge': 'OCRA-1:HOTP-SHA1-6:C',
    'unknown hash': 'OCRA-1:HOTP-MD5-6:QN08',
    'lower case': 'ocra-1:hotp-sha1-6:qn08',
    'three digits': 'OCRA-1:HOTP-SHA1-3:QN08',
    'eleven digits': 'OCRA-1:HOTP-SHA1-11:QN08',
    'unknown form of challenge': 'OCRA-1:HOTP-SHA1-6:QX08',
    'challenge of three characters': 'OCRA-1:HOTP-SHA1-6:QN03',
    'challenge of 65 characters': 'OCRA-1:HOTP-SHA1-6:QN65',
    'length of challenge in one digit': 'OCRA-1:HOTP-SHA1-6:QN8',
    'parts in another order': 'OCRA-1:HOTP-SHA1-6:QN08-C',
    'a part twice': 'OCRA-1:HOTP-SHA1-6:QN08-PSHA1-PSHA1',
    'session of no octets': 'OCRA-1:HOTP-SHA1-6:QN08-S000',
    'session of 513 octets': 'OCRA-1:HOTP-SHA1-6:QN08-S513',
    'step of zero seconds': 'OCRA-1:HOTP-SHA1-6:QN08-T0S',
    'step of 60 minutes': 'OCRA-1:HOTP-SHA1-6:QN08-T60M',
    'step of 49 hours': 'OCRA-1:HOTP-SHA1-6:QN08-T49H',
    'step without a unit': 'OCRA-1:HOTP-SHA1-6:QN08-T1',
    'something behind': 'OCRA-1:HOTP-SHA1-6:QN08-T1M ',
    'a line break behind': 'OCRA-1:HOTP-SHA1-6:QN08\n',
    'too long': `OCRA-1:HOTP-SHA1-6:QN08-${'T1M-'.repeat(20)}`,
  };
  return {
    about: 'RFC 6287 appendix C (one-way, mutual, signature), and suites that are none. Keys and the hash of the PIN in hexadecimal.',
    responses: [...oneWay(), ...mutual(), ...signatures()],
    refusedSuites: Object.entries(refused).map(([name, suite]) => ({ name, suite })),
  };
}
