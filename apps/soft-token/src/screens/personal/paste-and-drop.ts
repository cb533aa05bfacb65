import { useEffect, useRef, useState } from 'preact/hooks';
import type { OfferSource } from '../../engine/personal/personal-messages.ts';

/**
 * A picture, a file or a link pasted or dropped anywhere on the page. What is pasted into a field stays there. Answers whether something is
 * being held above the page.
 */
export function usePasteAndDrop(onOffer: (sources: readonly OfferSource[]) => void): boolean {
  const [isHeldAbove, setHeldAbove] = useState(false);
  const latest = useRef(onOffer);
  latest.current = onOffer;
  useEffect(() => {
    const offer = (event: Event, data: DataTransfer | null): void => {
      const sources = data ? sourcesIn(data) : [];
      if (sources.length === 0) return;
      event.preventDefault();
      latest.current(sources);
    };
    const paste = (event: ClipboardEvent): void => {
      if (!isField(event.target)) offer(event, event.clipboardData);
    };
    const drop = (event: DragEvent): void => {
      // Never what a browser does by itself: leave the app and show the file.
      event.preventDefault();
      setHeldAbove(false);
      offer(event, event.dataTransfer);
    };
    const over = (event: DragEvent): void => {
      event.preventDefault();
      setHeldAbove(true);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setHeldAbove(false);
    };
    document.addEventListener('paste', paste);
    document.addEventListener('dragover', over);
    document.addEventListener('dragleave', leave);
    document.addEventListener('drop', drop);
    return () => {
      document.removeEventListener('paste', paste);
      document.removeEventListener('dragover', over);
      document.removeEventListener('dragleave', leave);
      document.removeEventListener('drop', drop);
    };
  }, []);
  return isHeldAbove;
}

/** A picture copied from a page comes as a file and as text: the file is what was meant. */
function sourcesIn(data: DataTransfer): readonly OfferSource[] {
  const files = [...data.files];
  if (files.length > 0) return files.map((file) => ({ kind: 'file', file }));
  const text = data.getData('text/plain').trim();
  return text === '' ? [] : [{ kind: 'text', text }];
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select');
}
