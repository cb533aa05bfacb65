import type { VNode } from 'preact';

export interface EndingDrawingProps {
  /** How many end in each span, the nearest first. */
  readonly counts: readonly number[];
  /** In words, for who does not see it. */
  readonly label: string;
  /** What stands under the line, at the beginning of a span. */
  readonly marks: readonly { readonly span: number; readonly text: string }[];
}

const WIDTH = 400;
const BASE = 112;
const TALLEST = 82;
const HEIGHT = 142;
/** Spans up to here are near enough to do something about. */
const NEAR_SPANS = 3;

/** A time line: what ends soon stands on the left, as tall as it is many. */
export function EndingDrawing({ counts, label, marks }: EndingDrawingProps): VNode {
  const width = WIDTH / counts.length;
  const most = Math.max(1, ...counts);
  return (
    <svg viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`} role="img" aria-label={label} class="ending-drawing">
      {counts.map((count, index) => {
        const height = count === 0 ? 0 : Math.max(6, Math.round((count / most) * TALLEST));
        const x = index * width;
        return (
          <g key={x} class={index < NEAR_SPANS ? 'ending-near' : 'ending-later'}>
            <rect x={x + 4} y={BASE - height} width={width - 8} height={height} rx={4} />
            {count === 0 ? null : (
              <text x={x + width / 2} y={BASE - height - 7} text-anchor="middle" font-size={15}>
                {count}
              </text>
            )}
          </g>
        );
      })}
      <path d={`M 0 ${String(BASE + 0.5)} H ${String(WIDTH)}`} class="ending-line" />
      {marks.map(({ span, text }) => {
        const x = span * width;
        const anchor = span === 0 ? 'start' : span === counts.length ? 'end' : 'middle';
        return (
          <g key={span} class="ending-mark">
            <path d={`M ${String(x)} ${String(BASE)} v 8`} />
            <text x={x} y={BASE + 25} text-anchor={anchor} font-size={14}>
              {text}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
