import { parseEmailAddress } from '@sallyport/platform';
import type { FieldId } from '../identifiers.ts';
import { type Refusal, refuse } from '../refusals.ts';

/** What an organisation notes beside its certificates: a cost centre, a team, the day on which somebody must look again. */
export interface CustomField {
  readonly fieldId: FieldId;
  readonly name: string;
  readonly kind: FieldKind;
  /** Of a choice: what is offered, in this order. */
  readonly choices: readonly string[];
  /** Whether a request must say something. */
  readonly need: FieldNeed;
}

export type FieldKind = 'text' | 'number' | 'date' | 'mail' | 'choice';
export type FieldNeed = 'optional' | 'required';

export const FIELD_KINDS: readonly FieldKind[] = ['text', 'number', 'date', 'mail', 'choice'];
const FIELD_NEEDS: readonly FieldNeed[] = ['optional', 'required'];

export const FIELD_LIMITS = { fields: 20, nameCharacters: 40, valueCharacters: 200, choices: 50 } as const;

/** A field as somebody describes it; nothing of it is known to be good. */
export interface FieldWish {
  readonly name: string;
  readonly kind: string;
  readonly choices: readonly string[];
  readonly need: string;
}

export type GoodField = Omit<CustomField, 'fieldId'>;

/** `others`: the fields there are besides. */
export function judgeField(
  wish: FieldWish,
  others: readonly Pick<CustomField, 'name'>[],
): GoodField | Refusal<'field-malformed' | 'field-there-already' | 'fields-too-many'> {
  const name = oneLine(wish.name, FIELD_LIMITS.nameCharacters);
  if (name === undefined) return refuse('field-malformed', 'name');
  const kind = FIELD_KINDS.find((one) => one === wish.kind);
  const need = FIELD_NEEDS.find((one) => one === wish.need);
  if (kind === undefined || need === undefined) return refuse('field-malformed', 'kind or need');
  const choices = kind === 'choice' ? choicesIn(wish.choices) : [];
  if (choices === undefined) return refuse('field-malformed', 'choices');
  if (others.some((other) => isSameText(other.name, name))) return refuse('field-there-already', name);
  if (others.length >= FIELD_LIMITS.fields) return refuse('fields-too-many', name, { limit: FIELD_LIMITS.fields });
  return { name, kind, choices, need };
}

function choicesIn(texts: readonly string[]): readonly string[] | undefined {
  const written = texts.filter((text) => text.trim() !== '');
  const choices = written.flatMap((text) => oneLine(text, FIELD_LIMITS.valueCharacters) ?? []);
  const isGood = choices.length === written.length && choices.length > 0 && choices.length <= FIELD_LIMITS.choices;
  return isGood ? [...new Set(choices)] : undefined;
}

function isSameText(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

/** What stands on paper as one line: no control, no mark that turns the direction, not nothing. */
export function oneLine(text: string, maximum: number): string | undefined {
  if (text.length > 4 * maximum) return undefined;
  const line = text.normalize('NFC').trim();
  return line === '' || line.length > maximum || /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(line) ? undefined : line;
}

/** The one form in which a value of this kind is kept; undefined for what is none. */
export function parseFieldValue({ kind, choices }: Pick<CustomField, 'kind' | 'choices'>, text: string): string | undefined {
  const line = oneLine(text, FIELD_LIMITS.valueCharacters);
  if (line === undefined) return undefined;
  switch (kind) {
    case 'text':
      return line;
    case 'number':
      return /^-?[0-9]{1,15}$/.test(line) ? String(Number(line)) : undefined;
    case 'date':
      return isDate(line) ? line : undefined;
    case 'mail':
      return parseEmailAddress(line);
    case 'choice':
      return choices.find((choice) => choice === line);
  }
}

/** A day there is, as ISO 8601 writes it. */
function isDate(text: string): boolean {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) return false;
  const midnight = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(text);
}

/** What somebody writes into a field; nothing at all empties it. */
export interface FieldEntry {
  readonly fieldId: string;
  readonly value: string;
}

export interface KeptValue {
  readonly fieldId: FieldId;
  readonly value: string;
}

export type EntriesRefusal = Refusal<'field-not-found' | 'field-value-refused' | 'field-value-missing'>;

/**
 * What the fields of a certificate hold once these entries are made. A field that is not among them keeps what it has; one that is required must not
 * be emptied by them, and where `asked` is `all` must have something.
 */
export function judgeEntries(
  entries: readonly FieldEntry[],
  given: { readonly fields: readonly CustomField[]; readonly kept: readonly KeptValue[]; readonly asked: 'all' | 'those-named' },
): { readonly values: readonly KeptValue[]; readonly changed: readonly CustomField[] } | EntriesRefusal {
  const { fields, kept, asked } = given;
  const byField = new Map(entries.map((entry) => [entry.fieldId, entry.value]));
  const unknown = [...byField.keys()].find((id) => !fields.some(({ fieldId }) => fieldId === id));
  if (unknown !== undefined) return refuse('field-not-found', unknown.slice(0, 22));
  const before = new Map(kept.map(({ fieldId, value }) => [fieldId, value]));
  const judged = fields.map((field) => {
    const text = byField.get(field.fieldId);
    const isCleared = text?.trim() === '';
    const value = text === undefined ? before.get(field.fieldId) : isCleared ? undefined : parseFieldValue(field, text);
    const isWrong = text !== undefined && !isCleared && value === undefined;
    const isMissing = field.need === 'required' && value === undefined && !isWrong && (asked === 'all' || text !== undefined);
    return { field, value, isWrong, isMissing, isChanged: value !== before.get(field.fieldId) };
  });
  const wrong = judged.filter(({ isWrong }) => isWrong).map(({ field }) => field.name);
  if (wrong.length > 0) return refuse('field-value-refused', String(wrong.length), { texts: wrong });
  const missing = judged.filter(({ isMissing }) => isMissing).map(({ field }) => field.name);
  if (missing.length > 0) return refuse('field-value-missing', String(missing.length), { texts: missing });
  return {
    values: judged.flatMap(({ field: { fieldId }, value }) => (value === undefined ? [] : [{ fieldId, value }])),
    changed: judged.filter(({ isChanged }) => isChanged).map(({ field }) => field),
  };
}
