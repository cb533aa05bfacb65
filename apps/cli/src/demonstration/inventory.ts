/** The demonstration's certificates: what was asked for how many days ago, by whom, and what became of it. All of them are issued for real. */

export interface DemonstrationCertificate {
  readonly names: readonly string[];
  readonly profileId: 'server' | 'server-and-client' | 'short-lived-server';
  readonly askedDaysAgo: number;
  readonly lifetimeDays: number;
  /** User names. Whoever did not ask decides. */
  readonly askedBy: 'ada.lindqvist' | 'mikkel.thorsen';
  readonly note: string;
  readonly became: 'issued' | 'pending' | 'declined' | 'revoked' | 'deactivated';
  readonly words?: string;
  /** What was asked for in its place since. */
  readonly then?: Pick<DemonstrationCertificate, 'askedDaysAgo' | 'askedBy' | 'note'> & {
    readonly act: 'renewal' | 'reissue';
    readonly became: 'issued' | 'pending';
  };
}

type Line = readonly [names: string, askedDaysAgo: number, lifetimeDays: number, note?: string];

function issued(askedBy: DemonstrationCertificate['askedBy'], lines: readonly Line[]): readonly DemonstrationCertificate[] {
  return lines.map(([names, askedDaysAgo, lifetimeDays, note = '']) => ({
    names: names.split(' ').map(full),
    profileId: lifetimeDays <= 7 ? 'short-lived-server' : 'server',
    askedDaysAgo,
    lifetimeDays,
    askedBy,
    note,
    became: 'issued',
  }));
}

function full(name: string): string {
  return name.includes(':') || /^[0-9.]+$/.test(name) ? name : `${name}.northwind.example`;
}

export const INVENTORY: readonly DemonstrationCertificate[] = [
  ...issued('ada.lindqvist', [
    ['tides', 78, 90],
    ['pilots www.pilots', 69, 90, 'Booking of pilots.'],
    ['cranes', 63, 90],
    ['berths *.berths', 45, 90, 'Every berth has a name of its own.'],
    ['manifest', 38, 90],
    ['gate-1', 19, 90],
    ['gate-2', 19, 90],
    ['webcam', 6, 90],
    ['staff', 245, 365],
    ['files', 125, 365],
    ['old-weather', 93, 90, 'The old weather station.'],
    ['ci', 3, 7, 'Asked for by the build server every few days.'],
  ]),
  ...issued('mikkel.thorsen', [
    ['ferry tickets.ferry', 24, 90],
    ['radar 192.0.2.17', 2, 90, 'Also reached by its address.'],
    ['time', 185, 365],
    ['print', 65, 365],
    ['backup', 35, 365],
    ['fax', 130, 90],
  ]),
  {
    names: [full('weighbridge')],
    profileId: 'server-and-client',
    askedDaysAgo: 20,
    lifetimeDays: 397,
    askedBy: 'mikkel.thorsen',
    note: 'Shows its certificate to customs.',
    became: 'issued',
  },
  {
    names: [full('guest-wifi')],
    profileId: 'server',
    askedDaysAgo: 50,
    lifetimeDays: 365,
    askedBy: 'ada.lindqvist',
    note: '',
    became: 'revoked',
    words: 'key-compromise',
  },
  {
    names: [full('lighthouse')],
    profileId: 'server',
    askedDaysAgo: 40,
    lifetimeDays: 365,
    askedBy: 'mikkel.thorsen',
    note: '',
    became: 'deactivated',
  },
  {
    names: [full('customs')],
    profileId: 'server',
    askedDaysAgo: 8,
    lifetimeDays: 90,
    askedBy: 'ada.lindqvist',
    note: '',
    became: 'declined',
    words: 'This host belongs to the customs office. They ask for it themselves.',
  },
  {
    names: [full('weather')],
    profileId: 'server',
    askedDaysAgo: 1,
    lifetimeDays: 90,
    askedBy: 'ada.lindqvist',
    note: 'Takes the place of the old weather station.',
    became: 'pending',
  },
  {
    names: [full('vts'), full('vessel-traffic')],
    profileId: 'server',
    askedDaysAgo: 86,
    lifetimeDays: 90,
    askedBy: 'ada.lindqvist',
    note: 'Vessel traffic service; renew before the summer schedule.',
    became: 'issued',
    then: { act: 'renewal', askedDaysAgo: 0.1, askedBy: 'mikkel.thorsen', note: 'The present one ends in a few days.', became: 'pending' },
  },
  {
    names: [full('mail')],
    profileId: 'server',
    askedDaysAgo: 82,
    lifetimeDays: 90,
    askedBy: 'mikkel.thorsen',
    note: '',
    became: 'issued',
    then: { act: 'renewal', askedDaysAgo: 30, askedBy: 'mikkel.thorsen', note: '', became: 'issued' },
  },
  {
    names: [full('pilot-radio')],
    profileId: 'server',
    askedDaysAgo: 33,
    lifetimeDays: 90,
    askedBy: 'ada.lindqvist',
    note: '',
    became: 'issued',
    then: { act: 'reissue', askedDaysAgo: 2, askedBy: 'ada.lindqvist', note: 'The machine was replaced.', became: 'issued' },
  },
];
