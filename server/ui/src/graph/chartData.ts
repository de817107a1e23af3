import type { Series } from '../api/types';
import { type Span } from './step';

/**
 * A range result laid out for drawing: one row of times, and one row of values per series with null
 * for a gap.
 */
export interface ChartData {
  readonly times: readonly number[];
  readonly rows: readonly (readonly (number | null)[])[];
}

/**
 * Puts each series on the grid of the query, so that a missing sample is a gap and not a straight
 * line across it.
 */
export function layOut(series: readonly Series[], grid: Span, step: number): ChartData {
  const count = Math.floor((grid.end - grid.start) / step + 1e-6) + 1;
  const times = Array.from({ length: count }, (_, i) => grid.start + i * step);
  const rows = series.map(({ values }) => {
    const row = new Array<number | null>(count).fill(null);
    for (const [time, text] of values ?? []) {
      const i = Math.round((time - grid.start) / step);
      const value = Number(text === '+Inf' ? Infinity : text === '-Inf' ? -Infinity : text);
      if (i >= 0 && i < count && Number.isFinite(value)) row[i] = value;
    }
    return row;
  });
  return { times, rows };
}

/** Indices of samples with a gap on both sides: a line does not show them, so they need a dot. */
export function isolated(row: readonly (number | null | undefined)[]): number[] {
  const found: number[] = [];
  for (let i = 0; i < row.length; i++) {
    if (row[i] != null && row[i - 1] == null && row[i + 1] == null) found.push(i);
  }
  return found;
}

/** What the legend tells about a row; undefined for a row without any sample. */
export interface RowSummary {
  readonly last: number;
  readonly min: number;
  readonly max: number;
  readonly avg: number;
}

export function summarise(row: readonly (number | null)[]): RowSummary | undefined {
  let count = 0;
  let sum = 0;
  let min = Infinity;
  let max = -Infinity;
  let last = 0;
  for (const value of row) {
    if (value === null) continue;
    count++;
    sum += value;
    min = Math.min(min, value);
    max = Math.max(max, value);
    last = value;
  }
  return count === 0 ? undefined : { last, min, max, avg: sum / count };
}
