import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useInterval, useReconnect } from '../api/useLoad';
import { followLink, navigate } from '../app/location';
import { useTheme } from '../app/theme';
import { formatDuration, roughDuration } from '../format/duration';
import { examplesFor } from './examples';
import { GraphResult } from './GraphResult';
import { QueryBox } from './QueryBox';
import { readQueryError } from './queryError';
import { ResultTable } from './ResultTable';
import { TimeControls } from './TimeControls';
import { graphLink, readState, type GraphState } from './urlState';
import { useNames, type Names } from './useNames';
import { useQuery, type QueryRun, type Result } from './useQuery';

/** One query as a graph or a table. */
export function GraphPage({ search }: { search: string }): JSX.Element {
  const state = readState(search);
  const names = useNames();
  const panel = useRef<HTMLElement>(null);
  const [pixels, setPixels] = useState(0);
  const [round, setRound] = useState(0);
  const again = (): void => setRound((n) => n + 1);
  useEffect(() => setPixels(panel.current?.clientWidth ?? 0), []);
  const run = useQuery(state, pixels, round);
  useInterval(again, state.end === undefined && state.expr !== '' ? state.refreshSeconds : 0);
  useReconnect(again);
  document.title = state.expr === '' ? 'Goldcrest' : `${state.expr} · Goldcrest`;

  const change = (next: Partial<GraphState>): void => navigate(graphLink({ ...state, ...next }));
  const onRun = (expr: string): void => {
    setPixels(panel.current?.clientWidth ?? 0);
    if (expr === state.expr) again();
    else change({ expr });
  };
  return (
    <div class="page">
      <h1 class="unseen">Graph</h1>
      <QueryBox expr={state.expr} names={names} running={run.running} onRun={onRun} />
      {run.error !== undefined && run.error.kind !== 'unreachable' && (
        <QueryProblem text={run.error.text} expr={state.expr} />
      )}
      <section class="card panel" ref={panel} aria-busy={run.running}>
        <div class="panel-head">
          <Tabs state={state} />
          <TimeControls state={state} onChange={change} />
        </div>
        <div class={run.running ? 'progress on' : 'progress'} />
        <Body state={state} run={run} names={names} onChange={change} />
      </section>
    </div>
  );
}

function Tabs({ state }: { state: GraphState }): JSX.Element {
  const tab = (name: GraphState['tab'], text: string): JSX.Element => (
    <a
      href={graphLink({ ...state, tab: name })}
      onClick={followLink}
      {...(state.tab === name ? { 'aria-current': 'true' as const } : {})}
    >
      {text}
    </a>
  );
  return (
    <div class="tabs" role="group" aria-label="View">
      {tab('graph', 'Graph')}
      {tab('table', 'Table')}
    </div>
  );
}

interface BodyProps {
  readonly state: GraphState;
  readonly run: QueryRun;
  readonly names: Names;
  readonly onChange: (change: Partial<GraphState>) => void;
}

function Body({ state, run, names, onChange }: BodyProps): JSX.Element {
  const { theme } = useTheme();
  const { result } = run;
  if (state.expr === '') return <Start names={names} state={state} />;
  if (result === undefined) return <p class="loading">{absence(run)}</p>;
  const found = seriesCount(result);
  return (
    <div class={run.error === undefined ? 'body' : 'body stale'}>
      {found === 0 ? (
        <NoResult result={result} names={names} />
      ) : result.tab === 'graph' && result.data.resultType === 'matrix' ? (
        <GraphResult
          result={result}
          series={result.data.result}
          theme={theme}
          onZoom={({ start, end }) => onChange(zoomed(start, end))}
        />
      ) : (
        <ResultTable data={result.data} expression={result.expr} />
      )}
      {[...result.warnings, ...result.infos].map((text) => (
        <p key={text} class="note warning">
          {text}
        </p>
      ))}
      {found > 0 && <Figures result={result} />}
    </div>
  );
}

/** Why there is nothing to see yet. */
function absence({ error }: QueryRun): string {
  if (error === undefined) return 'Loading…';
  return error.kind === 'unreachable'
    ? 'Waiting for the server…'
    : 'Nothing to show: the query failed.';
}

/** A zoom ends at whole seconds, as the URL keeps them, and shows at least ten. */
function zoomed(start: number, end: number): Partial<GraphState> {
  const last = Math.round(end);
  const rangeSeconds = Math.max(10, last - Math.round(start));
  return { end: last >= Date.now() / 1000 ? undefined : last, rangeSeconds };
}

/** A scalar or a text counts as one series without labels. */
function seriesCount({ data }: Result): number {
  return data.resultType === 'matrix' || data.resultType === 'vector' ? data.result.length : 1;
}

function Figures({ result }: { result: Result }): JSX.Element {
  const { tab, step, grid, millis } = result;
  const points = Math.round((grid.end - grid.start) / step) + 1;
  const asked = tab === 'graph' ? ` · step ${formatDuration(step)} · ${points} points each` : '';
  return (
    <p class="figures" role="status">
      {seriesCount(result)} series{asked} · answered in {roughDuration(millis / 1000)}
    </p>
  );
}

function QueryProblem({ text, expr }: { text: string; expr: string }): JSX.Element {
  const { message, offset } = readQueryError(text, expr);
  return (
    <div class="problem" role="alert">
      <p>{message}</p>
      {offset !== undefined && (
        <pre aria-label={`At character ${offset + 1}`}>
          {expr.slice(0, offset)}
          <mark>{expr.slice(offset, offset + 1) || ' '}</mark>
          {expr.slice(offset + 1)}
        </pre>
      )}
    </div>
  );
}

function NoResult({ result, names }: { result: Result; names: Names }): JSX.Element {
  return (
    <section class="empty">
      <h2>No data</h2>
      <p>{adviceWithoutData(result, names)}</p>
    </section>
  );
}

function adviceWithoutData({ expr, tab, span }: Result, { metrics }: Names): string {
  if (metrics !== undefined && /^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(expr) && !metrics.includes(expr)) {
    return `The server has no metric named ${expr}. Type a part of the name to see those it has.`;
  }
  if (tab === 'table') {
    return 'The query is valid, but nothing matches now. Remove label matchers one by one.';
  }
  const range = formatDuration(Math.round(span.end - span.start));
  return (
    `The query is valid, but nothing matches in these ${range}. ` +
    'Try a longer range, or remove label matchers one by one.'
  );
}

function Start({ names, state }: { names: Names; state: GraphState }): JSX.Element {
  const examples = examplesFor(names.metrics ?? []);
  return (
    <section class="empty start">
      <h2>Start with a query</h2>
      {names.metrics !== undefined && names.metrics.length === 0 ? (
        <p>The server has no series yet. The first ones appear with the first scrape.</p>
      ) : (
        <p>Type PromQL above and press Enter, or take one of these:</p>
      )}
      <ul class="examples">
        {examples.map(({ title, expr }) => (
          <li key={expr}>
            <a href={graphLink({ ...state, expr })} onClick={followLink}>
              <span>{title}</span>
              <code>{expr}</code>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
