import { HOLDINGS, type Holding } from '@sallyport/identity';
import type { VNode } from 'preact';

const ROW = 44;
const WIDTH = 480;
const TEXT_AT = 250;

export interface WaysBackDrawingProps {
  readonly holds: readonly Holding[];
  /** In words, for who does not see it; the table beneath says the rest. */
  readonly label: string;
  readonly account: string;
  readonly names: Readonly<Record<Holding, string>>;
}

/** The account on the left, and a line to each way back: drawn through where it is set up, dashed where it is not. */
export function WaysBackDrawing({ holds, label, account, names }: WaysBackDrawingProps): VNode {
  const shown = HOLDINGS.filter((holding) => names[holding] !== '');
  const height = shown.length * ROW;
  const middle = height / 2;
  return (
    <svg
      viewBox={`0 0 ${String(WIDTH)} ${String(height)}`}
      role="img"
      aria-label={label}
      class="ways-back"
      fill="none"
      stroke="currentColor"
    >
      {shown.map((holding, index) => {
        const y = index * ROW + ROW / 2;
        const isHeld = holds.includes(holding);
        return (
          <g key={holding}>
            <path
              d={`M 112 ${String(middle)} C 180 ${String(middle)} 170 ${String(y)} ${String(TEXT_AT - 26)} ${String(y)}`}
              stroke-width={isHeld ? 3 : 1.5}
              opacity={isHeld ? 1 : 0.6}
              {...(isHeld ? {} : { 'stroke-dasharray': '5 6' })}
            />
            <circle cx={TEXT_AT - 16} cy={y} r={8} stroke-width={2} fill={isHeld ? 'currentColor' : 'none'} />
            <text x={TEXT_AT} y={y} dominant-baseline="middle" fill="currentColor" stroke="none" font-size={16}>
              {names[holding]}
            </text>
          </g>
        );
      })}
      <circle cx={60} cy={middle} r={50} stroke-width={3} />
      <text x={60} y={middle} text-anchor="middle" dominant-baseline="middle" fill="currentColor" stroke="none" font-size={15}>
        {account}
      </text>
    </svg>
  );
}
