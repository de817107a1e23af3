import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import { axisLabels } from '../format/number';
import { isolated, type ChartData } from './chartData';
import { INK, lineStyle, type Theme } from './palette';
import type { Span } from './step';
import { timeLabels } from './timeAxis';
import { Tooltip, type Hover } from './Tooltip';

/** One line of the chart. */
export interface Line {
  readonly key: string;
  readonly name: string;
  readonly slot: number;
}

interface Props {
  readonly data: ChartData;
  readonly lines: readonly Line[];
  readonly span: Span;
  readonly theme: Theme;
  readonly hidden: ReadonlySet<string>;
  /** The line that the legend points at. */
  readonly pointed: string | undefined;
  readonly onZoom: (span: Span) => void;
}

const FONT = '12px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';
const SMALLEST_DRAG_PIXELS = 6;
const NEAR_PIXELS = 16;
/**
 * Beyond this many points the other lines do not fade with each move of the pointer: to redraw them
 * takes too long.
 */
const MAX_FADING_POINTS = 20_000;

const heightFor = (width: number): number => Math.round(Math.min(460, Math.max(260, width * 0.42)));

/**
 * A line chart that is drawn anew only when its lines or the theme change; new samples move the
 * existing one.
 */
export function Chart(props: Props): JSX.Element {
  const { data, lines, span, theme, hidden, pointed } = props;
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const latest = useRef(props);
  latest.current = props;
  const [hover, setHover] = useState<Hover | undefined>();
  const fading = data.times.length * lines.length <= MAX_FADING_POINTS;
  const shape = `${theme} ${fading} ${lines.map(({ key, slot }) => key + slot).join()}`;

  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const width = element.clientWidth;
    const u = new uPlot(
      options(latest, width, fading, setHover),
      aligned(latest.current.data),
      element,
    );
    plot.current = u;
    const observer = new ResizeObserver(() => {
      if (element.clientWidth > 0)
        u.setSize({ width: element.clientWidth, height: heightFor(element.clientWidth) });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      u.destroy();
      plot.current = undefined;
    };
  }, [shape]);

  useEffect(() => plot.current?.setData(aligned(data)), [data, shape]);

  useEffect(() => {
    const u = plot.current;
    if (u === undefined) return;
    u.batch(() =>
      lines.forEach(({ key }, i) => {
        if (u.series[i + 1]?.show === hidden.has(key))
          u.setSeries(i + 1, { show: !hidden.has(key) });
      }),
    );
  }, [hidden, shape]);

  useEffect(() => {
    const at = lines.findIndex(({ key }) => key === pointed);
    plot.current?.setSeries(at < 0 ? null : at + 1, { focus: true });
  }, [pointed, shape]);

  const from = new Date(span.start * 1000).toLocaleString();
  const to = new Date(span.end * 1000).toLocaleString();
  return (
    <div
      class="chart"
      ref={box}
      role="img"
      aria-label={`${lines.length} lines from ${from} to ${to}; the table below has their values`}
    >
      {hover !== undefined && (
        <Tooltip hover={hover} data={data} lines={lines} hidden={hidden} theme={theme} />
      )}
    </div>
  );
}

function aligned(data: ChartData): uPlot.AlignedData {
  return [data.times as number[], ...(data.rows as (number | null)[][])];
}

function options(
  latest: { readonly current: Props },
  width: number,
  fading: boolean,
  setHover: (hover: Hover | undefined) => void,
): uPlot.Options {
  const { lines, theme } = latest.current;
  const ink = INK[theme];
  const axis = {
    stroke: ink.text,
    font: FONT,
    grid: { stroke: ink.grid, width: 1 },
    ticks: { show: false },
  };
  return {
    width,
    height: heightFor(width),
    padding: [12, 36, 0, 0],
    legend: { show: false },
    focus: { alpha: 0.2 },
    cursor: {
      drag: { x: true, y: false, setScale: false },
      focus: { prox: fading ? NEAR_PIXELS : -1 },
      points: { size: 7, width: 2 },
      // Two clicks would set uPlot's own scales, which the URL decides here.
      bind: { dblclick: () => null },
    },
    scales: {
      x: { time: true, range: () => [latest.current.span.start, latest.current.span.end] },
    },
    axes: [
      {
        ...axis,
        space: 72,
        size: 44,
        gap: 8,
        values: (_, ticks, __, ___, incr) => timeLabels(ticks, incr),
      },
      { ...axis, space: 36, gap: 8, size: labelWidth, values: (_, ticks) => axisLabels(ticks) },
    ],
    series: [{}, ...lines.map((line) => lineOptions(line, theme))],
    hooks: {
      setCursor: [(u) => setHover(hoverOf(u))],
      setSelect: [
        (u) => {
          const { left, width: dragged } = u.select;
          if (dragged >= SMALLEST_DRAG_PIXELS) {
            latest.current.onZoom({
              start: u.posToVal(left, 'x'),
              end: u.posToVal(left + dragged, 'x'),
            });
          }
          u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
    },
  };
}

function lineOptions({ name, slot }: Line, theme: Theme): uPlot.Series {
  const { colour, dash } = lineStyle(slot, theme);
  return {
    label: name,
    stroke: colour,
    width: 1.75,
    dash: [...dash],
    points: {
      show: true,
      size: 4,
      fill: colour,
      filter: (u, i) => isolated(u.data[i] as (number | null)[]),
    },
  };
}

/** Room for the widest label of the value axis. */
function labelWidth(u: uPlot, values: string[] | null): number {
  const longest = (values ?? []).reduce((max, text) => (text.length > max.length ? text : max), '');
  if (longest === '') return 46;
  u.ctx.save();
  u.ctx.font = FONT;
  const width = u.ctx.measureText(longest).width;
  u.ctx.restore();
  return Math.max(46, Math.ceil(width) + 18);
}

function hoverOf(u: uPlot): Hover | undefined {
  const { left, top, idx } = u.cursor;
  if (idx == null || left == null || top == null || left < 0) return undefined;
  const plotLeft = u.over.offsetLeft;
  const width = u.over.clientWidth + plotLeft;
  return { index: idx, left: left + plotLeft, width, focused: nearestLine(u, idx, top) };
}

/** Position of the line next to the pointer, or -1 when none is near. */
function nearestLine(u: uPlot, index: number, top: number): number {
  let nearest = -1;
  let distance = NEAR_PIXELS;
  for (let i = 1; i < u.series.length; i++) {
    const value = u.series[i]?.show === true ? u.data[i]?.[index] : undefined;
    if (value == null) continue;
    const away = Math.abs(u.valToPos(value, 'y') - top);
    if (away < distance) {
      distance = away;
      nearest = i - 1;
    }
  }
  return nearest;
}
