import { parseQuestionLanguage, type QuestionLanguage } from '@sallyport/identity';
import type { FastifyRequest } from 'fastify';

/** The language that was chosen on the page, or else the browser's. */
export function offeredLanguage(request: Pick<FastifyRequest, 'query' | 'headers'>): QuestionLanguage {
  const { language } = request.query as { readonly language?: string };
  return parseQuestionLanguage(language ?? '') ?? preferredLanguage(request.headers['accept-language']);
}

const LONGEST_HEADER = 500;

/** The language of ours that the browser asks for first (RFC 9110 §12.5.4); English when there is none. */
export function preferredLanguage(acceptLanguage: string | undefined): QuestionLanguage {
  const wished = (acceptLanguage ?? '').slice(0, LONGEST_HEADER).split(',').map(readWish);
  const [first] = wished
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality)
    .flatMap(({ language }) => language ?? []);
  return first ?? 'en';
}

function readWish(text: string): { readonly language: QuestionLanguage | undefined; readonly quality: number } {
  const [tag = '', parameter = ''] = text.split(';');
  const quality = /^\s*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*$/i.exec(parameter)?.[1];
  const [language = ''] = tag.trim().toLowerCase().split('-');
  return { language: parseQuestionLanguage(language), quality: quality === undefined ? 1 : Number(quality) };
}
