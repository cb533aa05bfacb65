import type { Migration } from '@sallyport/platform';

/** Questions in the words of their owner, and the language each was chosen in. Those from before are of the catalogue, in English. */
export const questionsByLanguage: Migration = {
  number: 8,
  name: 'questions-by-language',
  up: (tools) => [
    tools.schema.alterTable('answer').addColumn('language', tools.column.text, (language) => language.notNull().defaultTo('en')),
    tools.schema.alterTable('answer').addColumn('sealed_words', tools.column.bytes),
  ],
};
