import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { HistogramSample, Labels, QueryData, Sample } from '../api/types';
import { clockTime, localTime } from '../format/time';
import { fullName, labelPairs, seriesKey } from './seriesName';

/** More rows make a browser slow and help nobody; the note below the table tells what to do. */
const MAX_ROWS = 500;

interface Row {
  readonly metric: Labels;
  /** Exact text of the value; of several samples, one line each with its time. */
  readonly text: readonly string[];
  readonly order: number;
}

type Order = 'none' | 'descending' | 'ascending';

const NEXT: Readonly<Record<Order, Order>> = {
  none: 'descending',
  descending: 'ascending',
  ascending: 'none',
};

/** The result of an instant query with each value exactly as the server wrote it. */
export function ResultTable({
  data,
  expression,
}: {
  data: QueryData;
  expression: string;
}): JSX.Element {
  const [order, setOrder] = useState<Order>('none');
  const rows = rowsOf(data);
  const sign = order === 'ascending' ? 1 : -1;
  const sorted =
    order === 'none' ? rows : [...rows].sort((a, b) => sign * compare(a.order, b.order));
  return (
    <div class="result">
      <table>
        <thead>
          <tr>
            <th scope="col">Series</th>
            <th scope="col" class="number" aria-sort={order}>
              <button type="button" onClick={() => setOrder(NEXT[order])} title="Sort by value">
                Value {order === 'descending' ? '↓' : order === 'ascending' ? '↑' : '↕'}
              </button>
            </th>
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, MAX_ROWS).map(({ metric, text }) => (
            <tr key={seriesKey(metric)}>
              <td>
                <SeriesText metric={metric} expression={expression} />
              </td>
              <td class="number">
                {text.map((line) => (
                  <div key={line}>{line}</div>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > MAX_ROWS && (
        <p class="note">
          Shown are {MAX_ROWS} of {rows.length} series. Select fewer by a label, or ask for the
          largest with <code>topk(20, …)</code>.
        </p>
      )}
    </div>
  );
}

function SeriesText({ metric, expression }: { metric: Labels; expression: string }): JSX.Element {
  const pairs = labelPairs(metric);
  const name = metric['__name__'] ?? '';
  if (name === '' && pairs.length === 0) return <span class="series">{expression}</span>;
  return (
    <span class="series" title={fullName(metric)}>
      {name !== '' && <b>{name}</b>}
      {pairs.map((pair) => (
        <span key={pair.name} class="label">
          {pair.name}=<b>{pair.value}</b>
        </span>
      ))}
    </span>
  );
}

function compare(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) ? (Number.isNaN(b) ? 0 : -1) : 1;
  return a === b ? 0 : a < b ? -1 : 1;
}

const numeric = (text: string): number => Number(text.replace('Inf', 'Infinity'));

const histogramText = ([, { count, sum }]: HistogramSample): string =>
  `histogram: count ${count}, sum ${sum}`;

function rowsOf(data: QueryData): Row[] {
  switch (data.resultType) {
    case 'scalar':
    case 'string':
      return [{ metric: {}, text: [data.result[1]], order: numeric(data.result[1]) }];
    case 'vector':
      return data.result.map(({ metric, value, histogram }) => {
        const text = value?.[1] ?? (histogram === undefined ? '' : histogramText(histogram));
        return {
          metric,
          text: [text],
          order: numeric(value?.[1] ?? histogram?.[1].count ?? 'NaN'),
        };
      });
    case 'matrix':
      return data.result.map(({ metric, values, histograms }) => ({
        metric,
        text: [
          ...(values ?? []).map(withTime),
          ...(histograms ?? []).map((h) => `${histogramText(h)}  @ ${localTime(h[0])}`),
        ],
        order: numeric(values?.at(-1)?.[1] ?? 'NaN'),
      }));
  }
}

function withTime([time, value]: Sample): string {
  const millis = String(Math.round((time % 1) * 1000)).padStart(3, '0');
  return `${value}  @ ${clockTime(time)}.${millis}`;
}
