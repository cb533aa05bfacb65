import {
  ownQuestion,
  parseQuestionKey,
  parseQuestionLanguage,
  QUESTION_KEYS,
  QUESTION_LANGUAGES,
  QUESTION_WORDS,
  type Question,
  type QuestionLanguage,
  type Refusal,
} from '@sallyport/identity';
import { Details, Field, type PageError, PasswordField, Select } from '@sallyport/ui';
import type { VNode } from 'preact';
import { Type } from 'typebox';
import { fieldError } from '../../http/page.tsx';
import type { SelfAdministrationParts } from '../self-administration-parts.ts';

/** A question to choose or to write, and its answer: the same fields at set-up and when one is edited. Their names end in the place of the question. */

export interface TypedQuestion {
  /** A key of the catalogue, or nothing yet. */
  readonly chosen: string;
  readonly own: string;
}

export interface QuestionFieldsView {
  readonly place: number;
  readonly language: QuestionLanguage;
  readonly typed: TypedQuestion | undefined;
  readonly labels: { readonly question: string; readonly own: string; readonly answer: string };
  readonly errors: readonly PageError[];
}

const LONGEST = { question: 64, own: 400, answer: 200, language: 8 };

/** The properties of a form with the fields of so many questions. */
export function questionProperties(count: number) {
  const places = Array.from({ length: count }, (_, place) => String(place));
  return {
    language: Type.String({ maxLength: LONGEST.language }),
    ...Object.fromEntries(
      places.flatMap((place) => [
        [`question${place}`, Type.String({ maxLength: LONGEST.question })],
        [`own${place}`, Type.String({ maxLength: LONGEST.own })],
        [`answer${place}`, Type.String({ maxLength: LONGEST.answer })],
      ]),
    ),
  };
}

export const LanguageQuery = Type.Object(
  { language: Type.Optional(Type.String({ maxLength: LONGEST.language })) },
  { additionalProperties: false },
);

type Form = Readonly<Record<string, string>>;

export function typedQuestion(form: Form, place: number): TypedQuestion {
  return { chosen: form[`question${String(place)}`] ?? '', own: form[`own${String(place)}`] ?? '' };
}

/** What somebody wrote counts before what is chosen; undefined when there is neither. */
export function questionOf({ chosen, own }: TypedQuestion, language: QuestionLanguage): Question | undefined {
  if (own.trim() !== '') return ownQuestion(own, language);
  const key = parseQuestionKey(chosen);
  return key && { kind: 'catalogue', key, language };
}

export function languageOf(form: Form): QuestionLanguage {
  return parseQuestionLanguage(form['language'] ?? '') ?? 'en';
}

/** Each fault on its field: of the question, of its own words, or of the answer. */
export function questionErrors(refusal: Refusal, sentence: string): readonly PageError[] {
  const positions = refusal.details.positions ?? [];
  const name = FIELD_OF_FAULT[refusal.code] ?? 'answer';
  return positions.length === 0 ? [{ message: sentence }] : positions.map((place) => ({ field: name + String(place), message: sentence }));
}

const FIELD_OF_FAULT: Readonly<Partial<Record<Refusal['code'], string>>> = {
  'questions-not-distinct': 'question',
  'question-malformed': 'own',
};

export function QuestionFields({ parts, view }: { readonly parts: SelfAdministrationParts; readonly view: QuestionFieldsView }): VNode {
  const { messages } = parts;
  const { place, language, typed, labels, errors } = view;
  const errorAt = (field: string) => errors.find((error) => error.field === field)?.message;
  const [question, own, answer] = [`question${String(place)}`, `own${String(place)}`, `answer${String(place)}`];
  const choices = QUESTION_KEYS.map((key) => ({ value: key, label: QUESTION_WORDS[language][key], lang: language }));
  const ownError = errorAt(own);
  return (
    <>
      <Select name={question} label={labels.question} choices={choices} value={typed?.chosen ?? ''} {...fieldError(errorAt(question))} />
      <Details summary={messages('questionOwn')} open={ownError !== undefined || (typed !== undefined && typed.own !== '')}>
        <Field
          name={own}
          label={labels.own}
          hint={messages('questionOwnHint')}
          maxLength={150}
          value={typed?.own ?? ''}
          {...fieldError(ownError)}
        />
      </Details>
      <PasswordField
        name={answer}
        label={labels.answer}
        autoComplete="off"
        maxLength={LONGEST.answer}
        {...(place === 0 ? { hint: messages('setUpAnswerHint') } : {})}
        {...fieldError(errorAt(answer))}
      />
    </>
  );
}

/** In which language the catalogue is offered; the page around it stays in its own. */
export function LanguageChoice(props: {
  readonly parts: SelfAdministrationParts;
  readonly language: QuestionLanguage;
  /** The page's address, to which `language` is added. */
  readonly href: string;
}): VNode {
  const { parts, language, href } = props;
  return (
    <nav class="link-row" aria-label={parts.messages('questionsIn')}>
      <span>{parts.messages('questionsIn')}</span>
      {QUESTION_LANGUAGES.map((one) => (
        <a
          key={one}
          href={`${href}${href.includes('?') ? '&' : '?'}language=${one}`}
          lang={one}
          hreflang={one}
          {...(one === language ? { 'aria-current': 'true' as const } : {})}
        >
          {new Intl.DisplayNames([one], { type: 'language' }).of(one)}
        </a>
      ))}
    </nav>
  );
}
