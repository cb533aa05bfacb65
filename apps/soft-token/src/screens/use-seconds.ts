import type { Clock } from '@sallyport/protocol';
import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';

/** The clock of the screens; the composition root brings the real one. */
export const ClockContext = createContext<Clock>({ now: () => 0 });

/** The time, told anew at every full second while the component is on screen. */
export function useSeconds(): number {
  const clock = useContext(ClockContext);
  const [now, setNow] = useState(() => clock.now());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const tick = (): void => {
      const time = clock.now();
      setNow(time);
      timer = setTimeout(tick, 1000 - (time % 1000));
    };
    tick();
    return () => {
      clearTimeout(timer);
    };
  }, [clock]);
  return now;
}
