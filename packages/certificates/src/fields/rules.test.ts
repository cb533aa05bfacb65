import { describe, expect, test } from 'vitest';
import type { FieldId } from '../identifiers.ts';
import { isRefusal } from '../refusals.ts';
import { type CustomField, FIELD_LIMITS, type FieldKind, judgeEntries, judgeField, parseFieldValue } from './rules.ts';

function field(name: string, more: Partial<CustomField> = {}): CustomField {
  return { fieldId: name as FieldId, name, kind: 'text', choices: [], need: 'optional', ...more };
}

const value = (kind: FieldKind, text: string) => parseFieldValue({ kind, choices: ['Quay', 'Lock'] }, text);

describe('what stands in a field', () => {
  test('is one line that shows what it holds: no control, no mark that turns the direction, not nothing, not too long', () => {
    for (const text of [
      '',
      '   ',
      'a\nb',
      'a\u0000b',
      '\u0001AAAA=x',
      'pay\u202Elap',
      'a\u200Bb',
      'a\u2028b',
      'x'.repeat(FIELD_LIMITS.valueCharacters + 1),
    ]) {
      expect(value('text', text), JSON.stringify(text)).toBeUndefined();
    }
    expect(value('text', '  Hafen 7  ')).toBe('Hafen 7');
    expect(value('text', 'x'.repeat(FIELD_LIMITS.valueCharacters))).toHaveLength(FIELD_LIMITS.valueCharacters);
    expect(value('text', 'e\u0301')).toBe('\u00e9');
  });

  test('is of the kind of the field, or nothing', () => {
    const bad: Readonly<Record<Exclude<FieldKind, 'text'>, readonly string[]>> = {
      number: ['1e3', '0x1', '1.5', '1,000', '--1', 'one', '9'.repeat(16)],
      date: ['2026-02-30', '2026-13-01', '26-01-01', '2026-1-1', '01.02.2026', '2026-01-01T00:00', '+002026-01-01'],
      mail: ['harbour', 'a@b@c d', 'Ann <ann@harbour.example>', 'ann@harbour.example, bo@harbour.example'],
      choice: ['quay', 'Quay,Lock', 'Harbour'],
    };
    for (const [kind, texts] of Object.entries(bad)) for (const text of texts) expect(value(kind as FieldKind, text), text).toBeUndefined();
    expect(value('number', '-0012')).toBe('-12');
    expect(value('date', '2028-02-29')).toBe('2028-02-29');
    expect(value('mail', 'Ann@Harbour.Example')).toBe('Ann@harbour.example');
    expect(value('choice', 'Lock')).toBe('Lock');
  });
});

describe('a field as an administrator describes it', () => {
  const wish = { name: 'Team', kind: 'text', choices: [], need: 'optional' };

  test('is one of the kinds, has a name of its own, and of a choice something to choose', () => {
    for (const change of [
      { name: ' ' },
      { name: 'x'.repeat(41) },
      { name: 'a\u202Eb' },
      { kind: 'script' },
      { need: 'maybe' },
      { kind: 'choice' },
      { kind: 'choice', choices: ['a', 'b\nc'] },
      { kind: 'choice', choices: Array.from({ length: 51 }, String) },
    ]) {
      expect(judgeField({ ...wish, ...change }, []), JSON.stringify(change)).toMatchObject({ code: 'field-malformed' });
    }
    expect(judgeField(wish, [{ name: 'TEAM' }])).toMatchObject({ code: 'field-there-already' });
    expect(
      judgeField(
        wish,
        Array.from({ length: FIELD_LIMITS.fields }, (_, index) => ({ name: String(index) })),
      ),
    ).toMatchObject({
      code: 'fields-too-many',
      details: { limit: FIELD_LIMITS.fields },
    });
    expect(judgeField({ ...wish, kind: 'choice', choices: [' Quay ', '', 'Quay', 'Lock'] }, [])).toMatchObject({
      choices: ['Quay', 'Lock'],
    });
  });
});

describe('entries', () => {
  const fields = [field('team', { need: 'required' }), field('ends', { kind: 'date' })];
  const kept = [{ fieldId: 'team' as FieldId, value: 'Quay' }];

  test('into a field that is not of this organisation are refused, whatever else they say', () => {
    expect(judgeEntries([{ fieldId: 'theirs', value: 'x' }], { fields, kept, asked: 'those-named' })).toMatchObject({
      code: 'field-not-found',
    });
  });

  test('name every field that is wrong, and every one that is missing', () => {
    expect(judgeEntries([{ fieldId: 'ends', value: 'soon' }], { fields, kept: [], asked: 'all' })).toMatchObject({
      code: 'field-value-refused',
      details: { texts: ['ends'] },
    });
    for (const entries of [[], [{ fieldId: 'team', value: ' ' }]]) {
      expect(judgeEntries(entries, { fields, kept: [], asked: 'all' })).toMatchObject({
        code: 'field-value-missing',
        details: { texts: ['team'] },
      });
    }
    expect(judgeEntries([{ fieldId: 'team', value: '' }], { fields, kept, asked: 'those-named' })).toMatchObject({
      code: 'field-value-missing',
    });
  });

  test('change what they name and leave the rest, a required one that is empty since before among it', () => {
    const outcome = judgeEntries([{ fieldId: 'ends', value: '2027-01-01' }], { fields, kept: [], asked: 'those-named' });
    if (isRefusal(outcome)) throw new Error(outcome.code);
    expect(outcome.values).toEqual([{ fieldId: 'ends', value: '2027-01-01' }]);
    expect(outcome.changed.map(({ name }) => name)).toEqual(['ends']);
    const same = judgeEntries([{ fieldId: 'team', value: 'Quay' }], { fields, kept, asked: 'those-named' });
    expect(same).toMatchObject({ values: kept, changed: [] });
  });
});
