import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Series } from '../api/types';
import { Chart, type Line } from './Chart';
import { layOut } from './chartData';
import { Legend } from './Legend';
import { ColourBook, type Theme } from './palette';
import { nameSeries, seriesKey } from './seriesName';
import type { Span } from './step';
import type { Result } from './useQuery';

/** More lines than this cannot be told apart, and make each refresh slow. */
const MAX_LINES = 200;
const NONE: ReadonlySet<string> = new Set();

interface Props {
  readonly result: Result;
  readonly series: readonly Series[];
  readonly theme: Theme;
  readonly onZoom: (span: Span) => void;
}

/** The chart with its legend. */
export function GraphResult({ result, series, theme, onZoom }: Props): JSX.Element {
  const colours = useRef(new ColourBook());
  const [hidden, setHidden] = useState<ReadonlySet<string>>(NONE);
  const [pointed, setPointed] = useState<string | undefined>();
  useEffect(() => setHidden(NONE), [result.expr]);

  const drawn = useMemo(
    () => series.filter(({ values }) => (values ?? []).length > 0).slice(0, MAX_LINES),
    [series],
  );
  const data = useMemo(() => layOut(drawn, result.grid, result.step), [drawn]);
  const naming = useMemo(
    () =>
      nameSeries(
        drawn.map(({ metric }) => metric),
        result.expr,
      ),
    [drawn],
  );
  const lines = useMemo<Line[]>(() => {
    const keys = drawn.map(({ metric }) => seriesKey(metric));
    const slots = colours.current.assign(keys);
    return keys.map((key, i) => ({ key, slot: slots[i] ?? 0, name: naming.names[i] ?? '' }));
  }, [drawn]);

  const finite = useMemo(
    () => data.rows.some((row) => row.some((value) => value !== null)),
    [data],
  );
  const histograms = series.filter(({ values }) => (values ?? []).length === 0).length;
  return (
    <>
      {finite && (
        <>
          <Chart
            data={data}
            lines={lines}
            span={result.span}
            theme={theme}
            hidden={hidden}
            pointed={pointed}
            onZoom={onZoom}
          />
          <Legend
            lines={lines}
            data={data}
            naming={naming}
            theme={theme}
            hidden={hidden}
            onHide={setHidden}
            onPoint={setPointed}
          />
        </>
      )}
      {drawn.length > 0 && !finite && (
        <section class="empty">
          <h2>Nothing to draw</h2>
          <p>All values in this range are NaN or infinite. The table shows them.</p>
        </section>
      )}
      {series.length - histograms > MAX_LINES && (
        <p class="note">
          Drawn are {MAX_LINES} of {series.length} series. Select fewer by a label, or ask for the
          largest with <code>topk(20, …)</code>.
        </p>
      )}
      {histograms > 0 && (
        <p class="note">
          {histograms} native {histograms === 1 ? 'histogram is' : 'histograms are'} not drawn as a
          line. Ask for a figure of it, such as <code>histogram_quantile(0.95, …)</code>.
        </p>
      )}
    </>
  );
}
