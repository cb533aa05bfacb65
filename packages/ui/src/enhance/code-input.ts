import { all, on } from './on.ts';

/** What the protocol says about a half-typed code. Its own function fits: this room knows how a code looks, not when it holds together. */
export interface CodeInspection {
  /** One entry for each group the code must have. `typed` is in ASCII digits, with something else where no digit was typed. */
  readonly groups: readonly { readonly typed: string; readonly state: 'empty' | 'incomplete' | 'good' | 'bad' }[];
  /** Digits beyond the last group. */
  readonly surplus: number;
}

/** `groupCount` is the number of groups the code has; `kind` that of `CodeInput`, among those with check digits. */
export type InspectCode = (input: { readonly text: string; readonly kind: CheckedKind; readonly groupCount: number }) => CodeInspection;

export type CheckedKind = (typeof CHECKED_KINDS)[number];
const CHECKED_KINDS = ['prc', 'unl', 'act', 'reg', 'rec', 'tmp'] as const;

/** Everything else may bring a whole code at once: pasting, dropping, filling in. */
const TYPING: ReadonlySet<string> = new Set(['insertText', 'deleteContentBackward', 'deleteContentForward']);

/** One code field of the page, as its data attributes describe it. */
interface CodeField {
  readonly input: HTMLInputElement;
  readonly kind: string;
  readonly sizes: readonly number[];
  readonly marks: readonly HTMLElement[];
  readonly status: HTMLElement | null;
}

/** Lets digits fall into groups as they are typed or pasted, names each wrong group at once, and sends no form with a wrong group in it. */
export function groupCodesAsTyped(page: Document, inspectCode: InspectCode): void {
  const inspect = (field: CodeField, text: string): CodeInspection => {
    const kind = CHECKED_KINDS.find((checked) => checked === field.kind);
    return kind ? inspectCode({ text, kind, groupCount: field.sizes.length }) : inspectPlain(text, field.sizes);
  };
  const look = (field: CodeField, how: 'typed' | 'pasted'): void => {
    if (how === 'pasted') field.input.value = codeInside(field.input.value, (text) => inspect(field, text));
    const inspection = inspect(field, field.input.value);
    layOut(field, inspection, (text) => inspect(field, text));
    mark(field, inspection, lookalike(field, inspectCode));
  };

  on(page, { event: 'input', at: '[data-code-kind] input' }, (input, event) => {
    if (!event.isComposing) look(fieldOf(input), TYPING.has(event.inputType) ? 'typed' : 'pasted');
  });
  on(page, { event: 'submit', at: 'form' }, (form, event) => {
    const wrong = form.querySelector<HTMLInputElement>('[data-code-kind] input[data-wrong]');
    if (!wrong) return;
    event.preventDefault();
    event.stopPropagation();
    wrong.focus();
  });
  // What the server sent back after a mistake, or the browser kept over a reload.
  for (const input of all(page, '[data-code-kind] input')) if ((input as HTMLInputElement).value !== '') look(fieldOf(input), 'pasted');
}

function fieldOf(element: HTMLElement): CodeField {
  const frame = element.closest<HTMLElement>('[data-code-kind]');
  return {
    input: element as HTMLInputElement,
    kind: frame?.dataset['codeKind'] ?? '',
    sizes: (frame?.dataset['codeGroups'] ?? '').split(' ').filter(Boolean).map(Number),
    marks: frame ? all(frame, '[data-state]') : [],
    status: frame?.parentElement?.querySelector<HTMLElement>('[data-code-status]') ?? null,
  };
}

/** One-time passwords have groups for the eye only. */
function inspectPlain(text: string, sizes: readonly number[]): CodeInspection {
  const digits = text.replace(/[\s\p{Pd}.]/gu, '').replace(/[^0-9]/g, '?');
  let from = 0;
  const groups = sizes.map((size) => {
    const typed = digits.slice(from, (from += size));
    const state = typed.includes('?') ? 'bad' : typed === '' ? 'empty' : typed.length < size ? 'incomplete' : 'good';
    return { typed, state } as const;
  });
  return { groups, surplus: Math.max(0, digits.length - from) };
}

/** The code in a pasted sentence or link, if it is the only thing there that looks like one; else the text as it is. */
function codeInside(text: string, inspect: (text: string) => CodeInspection): string {
  const fits = (candidate: string): boolean => {
    const { groups, surplus } = inspect(candidate);
    return surplus === 0 && groups.every(({ state }) => state === 'good');
  };
  const candidates = [text, /[#&]c=([^&\s]+)/.exec(text)?.[1] ?? '', ...(text.match(/\d[\d\s.\-–]*\d/g) ?? [])];
  return candidates.find(fits) ?? text;
}

/** Writes the digits in groups, and leaves the caret where it was among the digits. Text that is more than digits stays as it was typed. */
function layOut({ input }: CodeField, { groups, surplus }: CodeInspection, inspect: (text: string) => CodeInspection): void {
  const digits = digitsOf(groups);
  if (groups.length === 0 || surplus > 0 || !/^\d*$/.test(digits)) return;
  const caret = input.selectionStart ?? input.value.length;
  const isAtEnd = caret === input.value.length;
  const before = digitsOf(inspect(input.value.slice(0, caret)).groups).length;
  const laidOut = groups
    .map(({ typed }) => typed)
    .filter(Boolean)
    .join(' ');
  if (laidOut === input.value) return;
  input.value = laidOut;
  const place = isAtEnd ? laidOut.length : placeAfter(before, groups);
  input.setSelectionRange(place, place);
}

function digitsOf(groups: CodeInspection['groups']): string {
  return groups.map(({ typed }) => typed).join('');
}

/** Where the caret stands after so many digits; behind a full group it stands before the space. */
function placeAfter(count: number, groups: CodeInspection['groups']): number {
  let place = count;
  let seen = 0;
  for (const { typed } of groups) {
    seen += typed.length;
    if (count > seen) place += 1;
  }
  return place;
}

function mark(field: CodeField, { groups, surplus }: CodeInspection, otherKind: string | undefined): void {
  const { input, marks, status } = field;
  for (const [index, element] of marks.entries()) element.dataset['state'] = groups[index]?.state ?? 'empty';
  const isChecked = status?.dataset['complete'] !== undefined;
  const wrong = isChecked
    ? marks.filter((element) => element.dataset['state'] === 'bad').map((element) => element.dataset['wrong'] ?? '')
    : [];
  const isComplete = surplus === 0 && groups.length > 0 && groups.every(({ state }) => state === 'good');
  const message = otherKind ?? (wrong.length > 0 ? wrong.join(' ') : isComplete ? (status?.dataset['complete'] ?? '') : '');
  input.toggleAttribute('data-wrong', wrong.length > 0);
  if (wrong.length > 0) input.ariaInvalid = 'true';
  else if (!input.closest('.has-error')) input.ariaInvalid = null;
  if (!status || status.textContent === message) return;
  status.textContent = message;
  status.classList.toggle('is-wrong', wrong.length > 0);
}

/** "This is a PIN Reset Code …": what the field says (`data-other-prc`) about a code that is whole, but of another kind. */
function lookalike({ input }: CodeField, inspectCode: InspectCode): string | undefined {
  const frame = input.closest<HTMLElement>('[data-code-kind]');
  for (const kind of CHECKED_KINDS) {
    const message = frame?.getAttribute(`data-other-${kind}`);
    const groupCount = Math.round(input.value.replace(/\D/g, '').length / 5);
    if (!message || groupCount < 3) continue;
    const { groups, surplus } = inspectCode({ text: input.value, kind, groupCount });
    if (surplus === 0 && groups.every(({ state }) => state === 'good')) return message;
  }
  return undefined;
}
