import type { JSX } from 'preact';
import { compactNumber } from '../format/number';
import { localTime, zoneName } from '../format/time';
import type { Line } from './Chart';
import type { ChartData } from './chartData';
import { lineStyle, type Theme } from './palette';

/**
 * Where the pointer is: the index of the time, the place in the chart, and the nearest line (-1 for
 * none).
 */
export interface Hover {
  readonly index: number;
  readonly left: number;
  readonly width: number;
  readonly focused: number;
}

interface Props {
  readonly hover: Hover;
  readonly data: ChartData;
  readonly lines: readonly Line[];
  readonly hidden: ReadonlySet<string>;
  readonly theme: Theme;
}

const MAX_ROWS = 12;

/** The values at the pointer, largest first; of many, those around the nearest line. */
export function Tooltip({ hover, data, lines, hidden, theme }: Props): JSX.Element | null {
  const time = data.times[hover.index];
  if (time === undefined) return null;
  const present = lines
    .map((line, i) => ({ line, i, value: data.rows[i]?.[hover.index] ?? null }))
    .filter(({ line, value }) => value !== null && !hidden.has(line.key))
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  const at = present.findIndex(({ i }) => i === hover.focused);
  const first = Math.max(0, Math.min(at - MAX_ROWS / 2, present.length - MAX_ROWS));
  const shown = present.slice(first, first + MAX_ROWS);
  const side = hover.left > hover.width / 2 ? 'before' : 'after';
  return (
    <div class={`tooltip ${side}`} style={{ '--at': `${hover.left}px` }}>
      <p class="tooltip-time">
        {localTime(time)} <span>{zoneName(time)}</span>
      </p>
      {shown.map(({ line, i, value }) => (
        <p key={line.key} class={i === hover.focused ? 'tooltip-row focused' : 'tooltip-row'}>
          <i style={{ background: lineStyle(line.slot, theme).colour }} />
          <span>{line.name}</span>
          <b>{compactNumber(value ?? NaN)}</b>
        </p>
      ))}
      {present.length === 0 && <p class="tooltip-more">no sample here</p>}
      {present.length > shown.length && (
        <p class="tooltip-more">and {present.length - shown.length} more</p>
      )}
    </div>
  );
}
