import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { scanWithCamera } from '../scan/camera.ts';
import type { QrReader } from '../scan/read-qr-code.ts';

export interface ViewfinderProps {
  readonly label: string;
  readonly looking: string;
  /** What looks at each frame; the first text it answers ends the search. */
  readonly reader: () => Promise<QrReader>;
  readonly onText: (text: string) => void;
  readonly onUnavailable: () => void;
}

/** The camera, for as long as this is on the screen. */
export function Viewfinder({ label, looking, reader, onText, onUnavailable }: ViewfinderProps): VNode {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const stop = new AbortController();
    const scan = async (): Promise<void> => {
      if (!video.current) return;
      const text = await scanWithCamera({ video: video.current, read: await reader(), stop: stop.signal });
      if (text !== undefined) onText(text);
    };
    scan().catch(onUnavailable);
    return () => {
      stop.abort();
    };
  }, []);
  return (
    <div class="viewfinder">
      <video ref={video} muted playsInline aria-label={label} />
      <p role="status">{looking}</p>
    </div>
  );
}
