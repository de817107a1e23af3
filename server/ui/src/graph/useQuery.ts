import { useEffect, useState } from 'preact/hooks';
import { api, type Answer } from '../api/client';
import type { QueryData } from '../api/types';
import { failed, type Failed } from '../api/useLoad';
import { chooseStep, queryGrid, type Span } from './step';
import type { GraphState } from './urlState';

/** A successful query and what it was asked for. */
export interface Result extends Answer<QueryData> {
  readonly expr: string;
  readonly tab: GraphState['tab'];
  /** The range as chosen, which the graph shows whole even where there are no samples. */
  readonly span: Span;
  /** The times that were evaluated. */
  readonly grid: Span;
  readonly step: number;
  readonly millis: number;
}

export interface QueryRun {
  /** The newest result for the current expression; kept while the next one is on its way. */
  readonly result?: Result;
  readonly error?: Failed;
  readonly running: boolean;
}

/** Runs the query of the state, and again with each round; a newer run cancels an older one. */
export function useQuery(state: GraphState, pixels: number, round: number): QueryRun {
  const [run, setRun] = useState<QueryRun>({ running: false });
  const { expr, tab, rangeSeconds, end } = state;
  useEffect(() => {
    if (expr === '' || pixels === 0) {
      setRun({ running: false });
      return undefined;
    }
    const abort = new AbortController();
    setRun((old) => ({ ...fresh(old, expr, tab), running: true }));
    ask(state, pixels, abort.signal).then(
      (result) => setRun({ result, running: false }),
      (e: unknown) => {
        if (abort.signal.aborted) return;
        setRun((old) => ({ ...fresh(old, expr, tab), error: failed(e), running: false }));
      },
    );
    return () => abort.abort();
    // A changed width alone asks nothing anew: the step stays good enough until the next round.
  }, [expr, tab, rangeSeconds, end, round, pixels > 0]);
  return run;
}

/** Drops what belongs to another expression, but keeps the last picture of the same one. */
function fresh(old: QueryRun, expr: string, tab: GraphState['tab']): Partial<QueryRun> {
  return old.result?.expr === expr && old.result.tab === tab ? { result: old.result } : {};
}

async function ask(state: GraphState, pixels: number, signal: AbortSignal): Promise<Result> {
  const { expr, tab, rangeSeconds } = state;
  const end = state.end ?? Date.now() / 1000;
  const span = { start: end - rangeSeconds, end };
  const step = chooseStep(rangeSeconds, pixels);
  const grid = queryGrid(span, step);
  const began = performance.now();
  const answer = await (tab === 'graph'
    ? api.range(expr, { ...grid, step }, signal)
    : api.instant(expr, state.end, signal));
  return { ...answer, expr, tab, span, grid, step, millis: performance.now() - began };
}
