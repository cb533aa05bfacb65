import { useEffect, useState } from 'preact/hooks';
import type { KeptSettings } from '../app/device-settings.ts';

/** Draws anew when a setting of this device changes. */
export function useSettings(settings: KeptSettings): void {
  const [, setDrawn] = useState(settings.current);
  useEffect(
    () =>
      settings.subscribe(() => {
        setDrawn(settings.current);
      }),
    [settings],
  );
}
