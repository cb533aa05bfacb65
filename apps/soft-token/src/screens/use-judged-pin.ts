import type { PinRefusal } from '@sallyport/protocol';
import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { JudgedPin } from '../app/new-pin-rules.ts';

/** Who knows which PINs everybody guesses; the composition root says who. */
export const WeaknessContext = createContext<(pin: string) => Promise<PinRefusal | undefined>>(() => Promise.resolve(undefined));

/** What is known against this PIN, as soon as it is known; undefined before that, and for none. */
export function useJudgedPin(pin: string | undefined): JudgedPin | undefined {
  const weaknessOf = useContext(WeaknessContext);
  const [judged, setJudged] = useState<JudgedPin>();
  useEffect(() => {
    let isWanted = pin !== undefined;
    if (pin !== undefined)
      void weaknessOf(pin).then(
        (weakness) => {
          if (isWanted) setJudged({ pin, weakness });
        },
        // An engine in trouble says so elsewhere, and judges when the PIN is set.
        () => undefined,
      );
    return () => {
      isWanted = false;
    };
  }, [pin, weaknessOf]);
  return judged;
}
