import type { PrfAnswer, PrfQuestion } from '@sallyport/protocol';

/**
 * The one question the engine asks the page: workers have no WebAuthn. The octets of an answer cross once, by transfer, so that the page keeps no
 * copy of them; the protocol wipes them after the slot was tried.
 */
export interface PrfWanted {
  readonly kind: 'prf-wanted';
  readonly question: number;
  readonly prf: PrfQuestion;
}

export interface PrfBrought {
  readonly question: number;
  readonly answer: PrfAnswer;
}

export function isPrfBrought(message: object): message is PrfBrought {
  return 'question' in message;
}

export function transferOf(answer: PrfAnswer): Transferable[] {
  return answer.kind === 'outputs' ? answer.outputs.map(({ buffer }) => buffer) : [];
}
