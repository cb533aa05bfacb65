import type { TokenView } from '../engine/engine-messages.ts';
import type { RememberedToken } from './remembered-tokens.ts';

/** As they are listed: pinned ones first, each part as arranged; what nobody has arranged yet comes last. */
export function inPlace(views: readonly TokenView[], remembered: readonly RememberedToken[]): readonly TokenView[] {
  const rank = ({ token }: TokenView): number => {
    const place = remembered.findIndex((other) => other.token === token);
    if (place < 0) return Infinity;
    return remembered[place]?.isPinned === true ? place - remembered.length : place;
  };
  return views.toSorted((left, right) => (rank(left) < rank(right) ? -1 : Number(rank(left) > rank(right))));
}
