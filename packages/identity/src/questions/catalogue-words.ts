/** The catalogue's questions in every language they are offered in. Keys are never reused; another language is one more entry here. */

const english = {
  'first-school': 'What was the name of your first school?',
  'first-street': 'What was the name of the first street you lived in?',
  'first-employer': 'Who was your first employer?',
  'first-concert': 'Which was the first concert you went to?',
  'first-holiday': 'Where did you go on your first holiday without your family?',
  'childhood-friend': 'What was the name of your best friend as a child?',
  'childhood-pet': 'What was the name of your first pet?',
  'childhood-hero': 'Who was the hero of your childhood?',
  'favourite-teacher': 'Who was your favourite teacher?',
  'favourite-book': 'Which book did you love most as a child?',
  'favourite-dish': 'Which dish of your childhood do you miss?',
  'grandparent-trade': 'What was the trade of one of your grandparents?',
  'parents-met': 'In which town did your parents meet?',
  'musical-instrument': 'Which musical instrument did you learn first?',
  'learned-to-swim': 'Where did you learn to swim?',
} as const;

const german = {
  'first-school': 'Wie hieß Ihre erste Schule?',
  'first-street': 'Wie hieß die erste Straße, in der Sie gewohnt haben?',
  'first-employer': 'Wer war Ihr erster Arbeitgeber?',
  'first-concert': 'Welches war das erste Konzert, das Sie besucht haben?',
  'first-holiday': 'Wohin ging Ihre erste Reise ohne die Familie?',
  'childhood-friend': 'Wie hieß Ihre beste Freundin oder Ihr bester Freund als Kind?',
  'childhood-pet': 'Wie hieß Ihr erstes Haustier?',
  'childhood-hero': 'Wer war die Heldin oder der Held Ihrer Kindheit?',
  'favourite-teacher': 'Wer war Ihre liebste Lehrerin oder Ihr liebster Lehrer?',
  'favourite-book': 'Welches Buch haben Sie als Kind am meisten geliebt?',
  'favourite-dish': 'Welches Gericht aus Ihrer Kindheit vermissen Sie?',
  'grandparent-trade': 'Welchen Beruf hatte eine Ihrer Großmütter oder einer Ihrer Großväter?',
  'parents-met': 'In welchem Ort haben sich Ihre Eltern kennengelernt?',
  'musical-instrument': 'Welches Instrument haben Sie zuerst gelernt?',
  'learned-to-swim': 'Wo haben Sie schwimmen gelernt?',
} as const satisfies Record<keyof typeof english, string>;

export const QUESTION_WORDS = { en: english, de: german } as const;
