import { useEffect, useState } from 'preact/hooks';

/** The time, told anew at every full second while the component is on screen. */
export function useSeconds(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const tick = (): void => {
      setNow(Date.now());
      timer = setTimeout(tick, 1000 - (Date.now() % 1000));
    };
    tick();
    return () => {
      clearTimeout(timer);
    };
  }, []);
  return now;
}
