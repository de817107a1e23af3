import { formatDuration, parseDuration } from '../format/duration';
import { parseUtcText, toUtcText } from '../format/time';

/**
 * All that the graph page shows is decided by this, and this is in the URL, spelled as Prometheus
 * spells it.
 */
export interface GraphState {
  readonly expr: string;
  readonly tab: 'graph' | 'table';
  readonly rangeSeconds: number;
  /** End of the range in seconds since the epoch; undefined means now. */
  readonly end: number | undefined;
  /** Seconds between refreshes; 0 is off. */
  readonly refreshSeconds: number;
}

export const DEFAULT_RANGE_SECONDS = 3600;
const MAX_RANGE_SECONDS = 10 * 365 * 86_400;
export const REFRESH_CHOICES: readonly number[] = [0, 5, 15, 60];

/**
 * Reads the state from a search text such as `?g0.expr=up&g0.range_input=1h`; anything unreadable
 * takes its default.
 */
export function readState(search: string): GraphState {
  const params = new URLSearchParams(search);
  const range = parseDuration(params.get('g0.range_input') ?? '');
  const refresh = parseDuration(params.get('refresh') ?? '') ?? 0;
  const tab = params.get('g0.tab');
  return {
    expr: params.get('g0.expr') ?? '',
    tab: tab === '1' || tab === 'table' ? 'table' : 'graph',
    rangeSeconds:
      range !== undefined && range >= 1
        ? Math.min(range, MAX_RANGE_SECONDS)
        : DEFAULT_RANGE_SECONDS,
    end: parseUtcText(params.get('g0.end_input') ?? params.get('g0.moment_input') ?? ''),
    refreshSeconds: REFRESH_CHOICES.includes(refresh) ? refresh : 0,
  };
}

/** Writes the state as a link; `/graph` alone when everything has its default. */
export function graphLink(state: Partial<GraphState>): string {
  const params = new URLSearchParams();
  if (state.expr) params.set('g0.expr', state.expr);
  if (state.tab === 'table') params.set('g0.tab', '1');
  else if (state.expr) params.set('g0.tab', '0');
  if (state.rangeSeconds !== undefined && state.rangeSeconds !== DEFAULT_RANGE_SECONDS) {
    params.set('g0.range_input', formatDuration(state.rangeSeconds));
  }
  if (state.end !== undefined) params.set('g0.end_input', toUtcText(state.end));
  if (state.refreshSeconds) params.set('refresh', formatDuration(state.refreshSeconds));
  const text = params.toString();
  return text === '' ? 'graph' : `graph?${text}`;
}
