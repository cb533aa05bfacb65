import type { QuestionKey } from '@sallyport/identity';

/** The demonstration's people: all invented, their secrets printed at every start. */

export const ORGANISATION = 'Northwind Harbour Authority';

export interface DemonstrationPerson {
  readonly userName: string;
  readonly displayName: string;
  readonly address: string;
  readonly password: string;
  readonly answers: Readonly<Partial<Record<QuestionKey, string>>>;
}

export const PEOPLE: readonly DemonstrationPerson[] = [
  {
    userName: 'ada.lindqvist',
    displayName: 'Ada Lindqvist',
    address: 'ada.lindqvist@northwind.example',
    password: 'seven geese over the breakwater',
    answers: {
      'first-school': 'Ekeby',
      'first-street': 'Lotsgatan',
      'childhood-pet': 'Pelle',
      'favourite-book': 'Kulla-Gulla',
      'learned-to-swim': 'Saltholmen',
    },
  },
  {
    userName: 'mikkel.thorsen',
    displayName: 'Mikkel Thorsen',
    address: 'mikkel.thorsen@northwind.example',
    password: 'eleven crates of winter apples',
    answers: {
      'first-concert': 'Roskilde',
      'first-employer': 'the ferry kiosk',
      'favourite-dish': 'stegt flæsk',
      'grandparent-trade': 'rope maker',
      'musical-instrument': 'accordion',
    },
  },
];

/** Invited, and free to walk the whole set-up. */
export const NEWCOMER = {
  userName: 'priya.nair',
  displayName: 'Priya Nair',
  address: 'priya.nair@northwind.example',
} as const;
