import type { JSX } from 'preact';
import { compactNumber } from '../format/number';
import type { Line } from './Chart';
import { summarise, type ChartData } from './chartData';
import { lineStyle, type Theme } from './palette';
import type { Naming } from './seriesName';

interface Props {
  readonly lines: readonly Line[];
  readonly data: ChartData;
  readonly naming: Naming;
  readonly theme: Theme;
  readonly hidden: ReadonlySet<string>;
  readonly onHide: (hidden: ReadonlySet<string>) => void;
  readonly onPoint: (key: string | undefined) => void;
}

/**
 * Names of the lines with their figures; a click shows one alone, with Ctrl or Cmd it hides or
 * shows it.
 */
export function Legend({
  lines,
  data,
  naming,
  theme,
  hidden,
  onHide,
  onPoint,
}: Props): JSX.Element {
  const click = (key: string, single: boolean): void => {
    if (!single) {
      const next = new Set(hidden);
      if (!next.delete(key)) next.add(key);
      onHide(next);
      return;
    }
    const alone = !hidden.has(key) && hidden.size === lines.length - 1;
    onHide(new Set(alone ? [] : lines.map((line) => line.key).filter((other) => other !== key)));
  };
  const figure = (value: number | undefined): string =>
    value === undefined ? '–' : compactNumber(value);
  return (
    <div class="legend">
      <table>
        <thead>
          <tr>
            <th scope="col">
              <Title naming={naming} count={lines.length} />
            </th>
            <th scope="col">Last</th>
            <th scope="col">Min</th>
            <th scope="col">Avg</th>
            <th scope="col">Max</th>
          </tr>
        </thead>
        <tbody onMouseLeave={() => onPoint(undefined)}>
          {lines.map((line, i) => {
            const sum = summarise(data.rows[i] ?? []);
            const off = hidden.has(line.key);
            return (
              <tr
                key={line.key}
                class={off ? 'off' : ''}
                onMouseEnter={() => onPoint(off ? undefined : line.key)}
              >
                <th scope="row">
                  <button
                    type="button"
                    aria-pressed={!off}
                    title={`${line.name}\nClick: show only this one. Ctrl+click: hide or show it.`}
                    onClick={(e) => click(line.key, !e.ctrlKey && !e.metaKey)}
                    onFocus={() => onPoint(off ? undefined : line.key)}
                    onBlur={() => onPoint(undefined)}
                  >
                    <Swatch slot={line.slot} theme={theme} />
                    <span>{line.name}</span>
                  </button>
                </th>
                <td>{figure(sum?.last)}</td>
                <td>{figure(sum?.min)}</td>
                <td>{figure(sum?.avg)}</td>
                <td>{figure(sum?.max)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** What all lines have in common, said once. */
function Title({ naming, count }: { naming: Naming; count: number }): JSX.Element {
  if (naming.metric === '' && naming.common.length === 0)
    return <>{count === 1 ? 'Series' : `${count} series`}</>;
  return (
    <>
      {count} series{' '}
      {naming.metric !== '' && (
        <>
          of <b>{naming.metric}</b>
        </>
      )}{' '}
      {naming.common.map(({ name, value }) => (
        <span key={name} class="label">
          {name}=<b>{value}</b>
        </span>
      ))}
    </>
  );
}

function Swatch({ slot, theme }: { slot: number; theme: Theme }): JSX.Element {
  const { colour, dash } = lineStyle(slot, theme);
  return (
    <svg class="swatch" width="18" height="10" aria-hidden="true">
      <line
        x1="1"
        y1="5"
        x2="17"
        y2="5"
        stroke={colour}
        stroke-width="3"
        stroke-dasharray={dash.join(' ')}
      />
    </svg>
  );
}
