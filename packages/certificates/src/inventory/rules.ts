import type { Person } from '../actor.ts';
import { type CertificateId, type FieldId, parseCertificateId } from '../identifiers.ts';
import { type Permission, type Role, grants } from '../people/rules.ts';
import type { CertificateEventKind, CertificateEventTable, CertificateTable } from '../schema.ts';
import { type Status, type StatusChange, next } from '../status/rules.ts';
import { isReplaceable } from '../succession/rules.ts';

/** `asked`: the newest first. `ends`: the next to end first, and only what was issued. `name`: by what was found, and by the first name. */
export type InventoryOrder = 'asked' | 'ends' | 'name';

export const INVENTORY_ORDERS: readonly InventoryOrder[] = ['asked', 'ends', 'name'];

/** Where a page of an inventory goes on: after this one. */
export interface InventoryKey {
  readonly value: string | number;
  readonly certificateId: CertificateId;
  /** What it was found by, where a search is ordered by name. */
  readonly term?: string | undefined;
}

export interface InventoryWish {
  /** The beginning of a name, of one of its endings, of a serial, or of a word in a field; empty for everything. */
  readonly search: string;
  /** Where only this field is searched. With an empty search: whatever has something in it. */
  readonly field?: FieldId | undefined;
  readonly status: Status | undefined;
  readonly order: InventoryOrder;
  readonly after: InventoryKey | undefined;
}

/** A DNS name has at most 253 characters. */
export const SEARCH_MAX_CHARACTERS = 253;

export const ORDER_COLUMNS = {
  asked: { column: 'requested_at', direction: 'desc' },
  ends: { column: 'not_after', direction: 'asc' },
  name: { column: 'first_name', direction: 'asc' },
} as const satisfies Record<InventoryOrder, { column: keyof CertificateTable; direction: 'asc' | 'desc' }>;

export function keyOf(row: FoundRow, order: InventoryOrder): InventoryKey {
  return { value: row[ORDER_COLUMNS[order].column] ?? 0, certificateId: row.certificate_id, ...(order === 'name' && { term: row.term }) };
}

export type InventoryRow = Pick<CertificateTable, (typeof INVENTORY_COLUMNS)[number]>;

/** With the first of the terms by which it was found; undefined where nothing was searched for. */
export type FoundRow = InventoryRow & { readonly term?: string | undefined };

/** What a list shows of a certificate. */
export const INVENTORY_COLUMNS = [
  'certificate_id',
  'status',
  'origin',
  'first_name',
  'names',
  'profile_id',
  'key_name',
  'requested_by',
  'requested_at',
  'serial',
  'not_before',
  'not_after',
  'revoked_at',
  'reason',
  'issuer',
  'imported_serial',
] as const satisfies readonly (keyof CertificateTable)[];

export function formatInventoryKey({ value, certificateId, term }: InventoryKey): string {
  return `${certificateId}.${String(value)}${term === undefined ? '' : TAB + term}`;
}

/** In no name and in no term. */
const TAB = '\t';

/** Undefined for what was not made by `formatInventoryKey` of this order. */
export function parseInventoryKey(text: string, order: InventoryOrder): InventoryKey | undefined {
  const end = text.indexOf('.');
  const certificateId = end < 0 ? undefined : parseCertificateId(text.slice(0, end));
  const [value = '', term, ...rest] = text.slice(end + 1).split(TAB);
  if (certificateId === undefined || value.length > SEARCH_MAX_CHARACTERS || rest.length > 0) return undefined;
  if (order === 'name' && (term ?? '').length <= SEARCH_MAX_CHARACTERS) return { value, certificateId, term };
  return term === undefined && /^[0-9]{1,15}$/.test(value) ? { value: Number(value), certificateId } : undefined;
}

/** What rows are ordered by. */
export type OrderedRow = Pick<InventoryRow, 'certificate_id' | 'requested_at' | 'not_after' | 'first_name'> & Pick<FoundRow, 'term'>;

/** Orders rows as the statement of this order does: for lists that are short enough to be sorted here. */
export function inOrder(order: InventoryOrder): (left: OrderedRow, right: OrderedRow) => number {
  const sign = ORDER_COLUMNS[order].direction === 'asc' ? 1 : -1;
  return (left, right) => sign * compareAll(placeOf(left, order), placeOf(right, order));
}

export function isAfter(key: InventoryKey, order: InventoryOrder): (row: OrderedRow) => boolean {
  const sign = ORDER_COLUMNS[order].direction === 'asc' ? 1 : -1;
  const { term = '', value, certificateId } = key;
  return (row) => sign * compareAll(placeOf(row, order), [order === 'name' ? term : '', value, certificateId]) > 0;
}

function placeOf(row: OrderedRow, order: InventoryOrder): readonly (string | number)[] {
  return [order === 'name' ? (row.term ?? '') : '', row[ORDER_COLUMNS[order].column] ?? 0, row.certificate_id];
}

function compareAll(left: readonly (string | number)[], right: readonly (string | number)[]): number {
  for (const [index, value] of left.entries()) {
    const difference = compare(value, right[index] ?? '');
    if (difference !== 0) return difference;
  }
  return 0;
}

function compare(left: string | number, right: string | number): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** What somebody may do with a certificate beside looking at it. */
export type CertificateAct = 'decide' | 'withdraw' | 'retry' | 'renew' | 'reissue' | 'tell-others' | 'revoke' | 'deactivate';

const ACTS: Readonly<Record<CertificateAct, { readonly permission: Permission; readonly from: (status: Status) => boolean }>> = {
  decide: { permission: 'decide', from: startsWith('approve') },
  withdraw: { permission: 'request', from: startsWith('decline') },
  retry: { permission: 'retry', from: startsWith('begin') },
  renew: { permission: 'request', from: (status) => isReplaceable('renewal', status) },
  reissue: { permission: 'request', from: (status) => isReplaceable('reissue', status) },
  'tell-others': { permission: 'request', from: isStillSpokenOf },
  revoke: { permission: 'revoke', from: startsWith('revoke') },
  deactivate: { permission: 'deactivate', from: startsWith('deactivate') },
};

/** Something may still happen to it of which others are told. */
function isStillSpokenOf(status: Status): boolean {
  return startsWith('expire')(status) || startsWith('decline')(status) || status === 'ISSUING';
}

function startsWith(change: StatusChange): (status: Status) => boolean {
  return (status) => next(status, change) !== undefined;
}

/**
 * Those that would not be refused, but for the second factor, which is asked for when one begins. It decides what is offered; the verb decides
 * what is done.
 */
export function actsOn(
  row: Pick<CertificateTable, 'requested_by' | 'origin'>,
  given: {
    readonly status: Status;
    readonly person: Pick<Person, 'personId'>;
    readonly roles: readonly Role[];
    readonly hasDecided: (person: Pick<Person, 'personId'>) => boolean;
    /** Whether another one has its place, or is to have it. */
    readonly place: 'free' | 'taken';
  },
): readonly CertificateAct[] {
  const { status, person, roles } = given;
  const isOwn = row.requested_by === person.personId;
  const isFree = given.place === 'free';
  // What somebody else issued is theirs to replace and to revoke.
  const isOurs = row.origin !== 'import';
  const fits: Readonly<Record<CertificateAct, boolean>> = {
    decide: !isOwn && !given.hasDecided(person),
    withdraw: isOwn,
    retry: status === 'FAILED',
    renew: isFree && isOurs,
    reissue: isFree && isOurs,
    'tell-others': true,
    revoke: isOurs,
    deactivate: true,
  };
  const acts = Object.keys(ACTS) as CertificateAct[];
  return acts.filter((act) => fits[act] && grants(roles, ACTS[act].permission) && ACTS[act].from(status));
}

/** The order in which things happen to a certificate, for those of the same millisecond. */
const IN_LIFE: readonly CertificateEventKind[] = [
  'asked',
  'imported',
  'approved',
  'declined',
  'withdrawn',
  'failed',
  'retried',
  'issued',
  'ending',
  'renewal-asked',
  'reissue-asked',
  'superseded',
  'deactivated',
  'revoked',
  'described',
];

export function asTheyHappened(left: CertificateEventTable, right: CertificateEventTable): number {
  return left.at - right.at || IN_LIFE.indexOf(left.what) - IN_LIFE.indexOf(right.what);
}
