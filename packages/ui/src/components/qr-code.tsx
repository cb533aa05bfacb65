import type { VNode } from 'preact';
import { encode } from 'uqr';

export interface QrCodeProps {
  /** What the QR code says, usually an address. */
  readonly value: string;
  /** The text alternative: what scanning it does. */
  readonly label: string;
  /** A line below it. */
  readonly caption?: string;
}

/** A QR code drawn here and now as SVG; always dark on light, because many readers know nothing else. */
export function QrCode({ value, label, caption }: QrCodeProps): VNode {
  const { size, data } = encode(value, { ecc: 'M', border: 4 });
  return (
    <figure class="qr">
      <svg class="qr-drawing" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
        <rect width={size} height={size} fill="#fff" />
        <path d={darkModules(data)} fill="#000" />
      </svg>
      {caption ? <figcaption>{caption}</figcaption> : null}
    </figure>
  );
}

/** One horizontal run of dark modules is one rectangle of the path. */
function darkModules(rows: readonly (readonly boolean[])[]): string {
  let path = '';
  for (const [y, row] of rows.entries()) {
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue;
      const start = x;
      while (row[x + 1]) x++;
      path += `M${start} ${y}h${x - start + 1}v1h-${x - start + 1}z`;
    }
  }
  return path;
}
