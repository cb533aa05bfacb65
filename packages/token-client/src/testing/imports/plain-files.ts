import { BANK, CLOUD, type CastAccount, GAMES, MAIL, OVERSEAS, uriOf } from './cast.ts';

/** Each program's plain export, written as the program writes it (fields and order from the sources that the readers name). */

const json = (value: unknown): string => JSON.stringify(value, null, 2);

export function otpauthList(): string {
  return [
    uriOf(BANK),
    uriOf(CLOUD, '&image=https%3A%2F%2Fcloud.example%2Flogo.png'),
    '',
    uriOf(MAIL),
    `otpauth://steam/Steam:ada_plays?secret=${GAMES.base32}&issuer=Steam`,
    `otpauth://totp/Steam:ada_plays?secret=${GAMES.base32}&issuer=Steam&encoder=steam`,
    'motp://Old%20Gate:ada?secret=0123456789abcdef',
    `otpauth://totp/Broken:ada?secret=01890189&issuer=Broken`,
    'otpauth://totp/Silent:ada?issuer=Silent',
    `otpauth://totp/Long:ada?secret=${BANK.base32}&digits=9`,
    `otpauth://totp/Old:ada?secret=${BANK.base32}&algorithm=MD5`,
    'not a URI at all',
    uriOf(OVERSEAS),
    '',
  ].join('\r\n');
}

const display = (fields: object): string =>
  `&codeDisplay=${encodeURIComponent(JSON.stringify({ pinned: false, trashed: false, lastUsedAt: 0, tapCount: 0, tags: [], note: '', position: 0, iconSrc: '', iconID: '', ...fields }))}`;

export function enteList(): string {
  return [
    uriOf(BANK, display({})),
    uriOf(CLOUD, display({ pinned: true, tags: ['work'], note: 'ask Grace', iconSrc: 'customIcon', iconID: 'cloud' })),
    uriOf(MAIL, display({})),
    uriOf(OVERSEAS, display({ trashed: true })),
    `otpauth://steam/Steam:ada_plays?secret=${GAMES.base32}&issuer=Steam&algorithm=SHA1&digits=5&period=30${display({})}`,
    '',
  ].join('\n');
}

function aegisEntry(cast: CastAccount, more: object = {}): object {
  const info = { secret: cast.base32, algo: cast.algorithm, digits: cast.digits };
  return {
    type: cast.type,
    uuid: '3ae6f1ad-2e65-4ed2-a953-1ec0dff2386d',
    name: cast.label,
    issuer: cast.issuer,
    note: '',
    favorite: false,
    icon: null,
    info: cast.type === 'totp' ? { ...info, period: cast.period } : { ...info, counter: cast.counter },
    groups: [],
    ...more,
  };
}

export function aegisContent(): string {
  const foreign = (type: string, info: object): object => ({
    ...aegisEntry({ ...BANK, issuer: GAMES.issuer, label: GAMES.label }),
    type,
    info: { secret: GAMES.base32, algo: 'SHA1', digits: 5, period: 30, ...info },
  });
  return json({
    version: 3,
    entries: [
      aegisEntry(BANK),
      aegisEntry(CLOUD, { note: 'ask Grace', favorite: true, icon: 'aWNvbg==', icon_mime: 'image/png', groups: ['b1f8c9a2'] }),
      aegisEntry(MAIL),
      foreign('steam', {}),
      foreign('motp', { algo: 'MD5', digits: 6, period: 10, pin: '1234', secret: '0123456789abcdef' }),
      foreign('yandex', { algo: 'SHA256', digits: 8, pin: '1234' }),
      aegisEntry(OVERSEAS),
    ],
    groups: [{ uuid: 'b1f8c9a2', name: 'Work' }],
    icons_optimized: true,
  });
}

export function aegisPlain(): string {
  return `{"version":1,"header":{"slots":null,"params":null},"db":${aegisContent()}}\n`;
}

function twoFasService(cast: CastAccount, more: object = {}): object {
  const moving = cast.type === 'totp' ? { period: cast.period } : { counter: cast.counter };
  const { issuer, label, digits, algorithm } = cast;
  const otp = {
    link: uriOf(cast),
    label,
    account: label,
    issuer,
    digits,
    ...moving,
    algorithm,
    tokenType: cast.type.toUpperCase(),
    source: 'Link',
  };
  const icon = { selected: 'Label', label: { text: 'AB', backgroundColor: 'Yellow' }, iconCollection: { id: 'a5b3fb65' } };
  return { name: issuer, secret: cast.base32, updatedAt: 1_767_225_600_000, otp, order: { position: 0 }, icon, ...more };
}

export function twoFasServices(): readonly object[] {
  return [
    twoFasService(BANK),
    twoFasService(CLOUD, { groupId: '0d9c7a1e', icon: { selected: 'IconCollection', iconCollection: { id: 'f00d' } } }),
    twoFasService(MAIL),
    twoFasService(OVERSEAS),
    {
      ...twoFasService(BANK),
      name: GAMES.issuer,
      secret: GAMES.base32,
      otp: { account: GAMES.label, issuer: GAMES.issuer, digits: 5, period: 30, tokenType: 'STEAM' },
    },
    { ...twoFasService(BANK), otp: { account: 'ada', digits: 6, period: 30, algorithm: 'SHA224', tokenType: 'TOTP' } },
    { ...twoFasService(BANK), name: 'Renamed', groupId: null },
  ];
}

export function twoFas(services: readonly object[], more: object = {}): string {
  return json({
    services,
    groups: [{ id: '0d9c7a1e', name: 'Work', isExpanded: true }],
    updatedAt: 1_767_225_600_000,
    schemaVersion: 4,
    appVersionCode: 5_000_009,
    appVersionName: '5.1.0',
    appOrigin: 'android',
    ...more,
  });
}

/** It knew neither digits nor hashes, and every code was of the usual kind. */
export function twoFasFirstSchema(): string {
  const { base32, issuer, label } = BANK;
  const service = {
    name: issuer,
    order: { position: 0 },
    otp: { account: label, issuer, label: `${issuer}:${label}` },
    secret: base32,
    type: 'Unknown',
  };
  return json({ appOrigin: 'android', appVersionCode: 300_101, appVersionName: '3.1.1', schemaVersion: 1, services: [service] });
}

function andOtpEntry(cast: CastAccount, more: object = {}): object {
  const moving = cast.type === 'totp' ? { period: cast.period } : { counter: cast.counter };
  const { issuer, label, digits, algorithm } = cast;
  const secret = cast.base32.padEnd(Math.ceil(cast.base32.length / 8) * 8, '=');
  const usage = { thumbnail: 'Default', last_used: 1_767_225_600_000, used_frequency: 3 };
  return { secret, issuer, label, digits, type: cast.type.toUpperCase(), algorithm, ...usage, ...moving, tags: [], ...more };
}

export function andOtpPlain(): string {
  return JSON.stringify([
    andOtpEntry(BANK),
    andOtpEntry(CLOUD, { thumbnail: 'CloudBees', tags: ['work', 'harbour'] }),
    andOtpEntry(MAIL),
    andOtpEntry(OVERSEAS),
    { ...andOtpEntry(BANK), secret: GAMES.base32, issuer: GAMES.issuer, label: GAMES.label, digits: 5, type: 'STEAM' },
    { ...andOtpEntry(MAIL), counter: undefined },
    // As the first versions wrote it.
    { secret: BANK.base32, label: `${BANK.issuer} - ${BANK.label}`, period: 30 },
  ]);
}

function bitwardenItem(name: string, login: object | null, more: object = {}): object {
  return {
    passwordHistory: null,
    revisionDate: '2026-01-01T00:00:00.000Z',
    creationDate: '2026-01-01T00:00:00.000Z',
    deletedDate: null,
    id: 'ffdea2cc-923d-47a0-be99-ae7800fd51e4',
    organizationId: null,
    folderId: null,
    type: login === null ? 2 : 1,
    reprompt: 0,
    name,
    notes: null,
    favorite: false,
    ...(login === null
      ? { secureNote: { type: 0 } }
      : { login: { uris: [], fido2Credentials: [], username: null, password: null, totp: null, ...login } }),
    collectionIds: null,
    ...more,
  };
}

export function bitwardenJson(): string {
  return json({
    encrypted: false,
    folders: [{ id: '0f954b25-dbe9-4b38-b8ff-ae7800fd784d', name: 'Work' }],
    items: [
      // A bare secret: the names are those of the item.
      bitwardenItem(BANK.issuer, {
        username: BANK.label,
        password: 'correct horse',
        totp: BANK.base32.toLowerCase().replaceAll(/(.{4})/g, '$1 '),
      }),
      bitwardenItem(
        CLOUD.issuer,
        { totp: uriOf(CLOUD), uris: [{ match: null, uri: 'https://cloud.example' }], fido2Credentials: [{ credentialId: 'x' }] },
        {
          folderId: '0f954b25-dbe9-4b38-b8ff-ae7800fd784d',
          notes: 'ask Grace',
          favorite: true,
          fields: [{ name: 'a', value: 'b', type: 0 }],
        },
      ),
      bitwardenItem('The old mail', { totp: uriOf(MAIL) }),
      bitwardenItem(OVERSEAS.issuer, { totp: uriOf(OVERSEAS) }),
      bitwardenItem('Harbour canteen', { username: 'ada', password: 'battery staple' }),
      bitwardenItem('A note', null),
      bitwardenItem(GAMES.issuer, { username: GAMES.label, totp: `steam://${GAMES.base32}` }),
      bitwardenItem('Thrown away', { totp: uriOf(BANK) }, { deletedDate: '2026-01-02T00:00:00.000Z' }),
    ],
  });
}

export function bitwardenCsv(): string {
  return [
    'folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp',
    `,,login,${BANK.issuer},,,0,,${BANK.label},,${BANK.base32}`,
    `Work,1,login,"${CLOUD.issuer}","ask ""Grace"",\nor Ada",a: b,0,"https://cloud.example,https://www.cloud.example",,secret,${uriOf(CLOUD)}`,
    `,,login,${MAIL.issuer},,,0,,,,${uriOf(MAIL)}`,
    '',
    `,,login,${OVERSEAS.issuer},,,0,,,,${uriOf(OVERSEAS)}`,
    ',,note,A note,text,,0,,,,',
    `,,login,${GAMES.issuer},,,0,,${GAMES.label},,steam://${GAMES.base32}`,
    '',
  ].join('\r\n');
}

const STRATUM_ALGORITHMS = { SHA1: 0, SHA256: 1, SHA512: 2 } as const;

function stratumEntry(cast: CastAccount, more: object = {}): object {
  const { issuer, label, digits, period, counter } = cast;
  const type = cast.type === 'hotp' ? 1 : 2;
  const names = { Icon: null, Issuer: issuer, Username: label, Secret: cast.base32, Pin: null };
  return {
    Type: type,
    ...names,
    Algorithm: STRATUM_ALGORITHMS[cast.algorithm],
    Digits: digits,
    Period: period,
    Counter: counter,
    Ranking: 0,
    ...more,
  };
}

export function stratumPlain(): string {
  const games = { Issuer: GAMES.issuer, Username: GAMES.label, Secret: GAMES.base32 };
  return JSON.stringify({
    Authenticators: [
      stratumEntry(BANK),
      stratumEntry(CLOUD, { Icon: 'cloud' }),
      stratumEntry(MAIL),
      stratumEntry(OVERSEAS),
      stratumEntry(BANK, { ...games, Type: 4, Digits: 5 }),
      stratumEntry(BANK, { ...games, Type: 3, Pin: '1234' }),
      stratumEntry(BANK, { ...games, Type: 5, Pin: '1234' }),
      stratumEntry(BANK, { Username: null, Algorithm: 9 }),
    ],
    Categories: [{ Id: '8a9b', Name: 'Work', Ranking: 0 }],
    AuthenticatorCategories: [{ CategoryId: '8a9b', AuthenticatorSecret: CLOUD.base32, Ranking: 0 }],
    CustomIcons: [],
  });
}

export function protonAuthenticator(): string {
  const entry = (uri: string, name: string, note: string | null = null): object => ({
    id: 'a19e0019-47e3-4d3b-af63-6dad0cb49e31',
    content: { uri, entry_type: uri.startsWith('steam') ? 'Steam' : 'Totp', name },
    note,
  });
  return json({
    version: 1,
    entries: [
      entry(uriOf(BANK), BANK.label),
      entry(uriOf(CLOUD), CLOUD.label, 'ask Grace'),
      entry(uriOf(OVERSEAS), 'The office'),
      entry(`steam://${GAMES.base32}`, GAMES.label),
    ],
  });
}

export function protonPass(): string {
  const item = (name: string, content: object, more: object = {}): object => ({
    itemId: 'x',
    shareId: 'y',
    data: { metadata: { name, note: '', itemUuid: 'z' }, extraFields: [], type: 'login', platformSpecific: {}, content },
    state: 1,
    pinned: false,
    ...more,
  });
  const login = { itemEmail: '', itemUsername: '', password: '', urls: [], totpUri: '', passkeys: [] };
  return json({
    version: '1.31.0',
    userId: 'u',
    encrypted: false,
    vaults: {
      first: {
        name: 'Personal',
        description: '',
        items: [
          item(BANK.issuer, { ...login, itemEmail: BANK.label, totpUri: BANK.base32 }),
          item(
            CLOUD.issuer,
            { ...login, password: 'correct horse', urls: ['https://cloud.example'], totpUri: uriOf(CLOUD) },
            { pinned: true },
          ),
          item('Harbour canteen', { ...login, itemUsername: 'ada', password: 'battery staple' }),
        ],
      },
      second: {
        name: 'Work',
        description: '',
        items: [
          item(OVERSEAS.issuer, { ...login, totpUri: uriOf(OVERSEAS) }),
          item('Thrown away', { ...login, totpUri: uriOf(BANK) }, { state: 2 }),
        ],
      },
    },
  });
}

/** Hand-laid Protocol Buffers: a key octet is `field << 3 | type`. */
function message(...fields: readonly (readonly [number, number | Buffer | string])[]): Buffer {
  return Buffer.concat(
    fields.map(([number, value]) => {
      if (typeof value === 'number') return Buffer.concat([Buffer.of(number << 3), varint(value)]);
      const octets = Buffer.from(value);
      return Buffer.concat([Buffer.of((number << 3) | 2), varint(octets.length), octets]);
    }),
  );
}

function varint(value: number): Buffer {
  return value < 128 ? Buffer.of(value) : Buffer.concat([Buffer.of((value % 128) | 128), varint(Math.floor(value / 128))]);
}

const GOOGLE_ALGORITHMS = { SHA1: 1, SHA256: 2, SHA512: 3 } as const;

function googleEntry(cast: CastAccount, digits: number): readonly [number, Buffer] {
  return [
    1,
    message(
      [1, Buffer.from(cast.hex, 'hex')],
      [2, `${cast.issuer}:${cast.label}`],
      [3, cast.issuer],
      [4, GOOGLE_ALGORITHMS[cast.algorithm]],
      [5, digits],
      [6, cast.type === 'hotp' ? 1 : 2],
      ...(cast.type === 'hotp' ? [[7, cast.counter] as const] : []),
    ),
  ];
}

/** Three images of one export. */
export function googleImages(): readonly [string, string, string] {
  const BATCH = 1_234_567_890;
  const image = (index: number, entries: readonly (readonly [number, Buffer])[]): string => {
    const payload = message(...entries, [2, 1], [3, 3], [4, index], [5, BATCH]);
    return `otpauth-migration://offline?data=${encodeURIComponent(payload.toString('base64'))}`;
  };
  const odd = [1, message([1, Buffer.from(BANK.hex, 'hex')], [2, 'Old:ada'], [4, 4], [5, 1], [6, 2])] as const;
  const kindless = [1, message([1, Buffer.from(BANK.hex, 'hex')], [2, 'ada'], [3, 'Kindless'], [4, 1], [5, 1])] as const;
  return [
    image(0, [googleEntry(BANK, 1), googleEntry({ ...CLOUD, period: 30 }, 2)]),
    image(1, [googleEntry(MAIL, 0)]),
    image(2, [odd, kindless]),
  ];
}
