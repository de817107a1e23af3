import type { Alerts, Metadata, QueryData, RuleGroups, RuntimeInfo, Targets } from './types';

/**
 * What the server answered instead of data: its words, and its kind of error (`bad_data`,
 * `timeout`, …).
 */
export class ApiError extends Error {
  constructor(
    message: string,
    readonly kind: string,
  ) {
    super(message);
  }
}

/** Data, and the server's doubts about it. */
export interface Answer<T> {
  readonly data: T;
  readonly warnings: readonly string[];
  readonly infos: readonly string[];
}

/** Whether the server answers, for the banner. `since` is in seconds since the epoch. */
export type Connection =
  | { readonly state: 'ok' }
  | { readonly state: 'unreachable' | 'starting'; readonly since: number; readonly detail: string };

interface Body {
  readonly status?: string;
  readonly data?: unknown;
  readonly error?: string;
  readonly errorType?: string;
  readonly warnings?: readonly string[];
  readonly infos?: readonly string[];
}

/** A request that takes longer counts as lost; the server's own query timeout is 2 minutes. */
const REQUEST_TIMEOUT_MILLIS = 130_000;
const STATUS_TIMEOUT_MILLIS = 10_000;

let connection: Connection = { state: 'ok' };
const listeners = new Set<(connection: Connection) => void>();

/** Calls back with every change of the connection; returns the way to stop that. */
export function onConnection(listener: (connection: Connection) => void): () => void {
  listeners.add(listener);
  listener(connection);
  return () => listeners.delete(listener);
}

function report(state: Connection['state'], detail: string): void {
  const unchanged =
    connection.state === state && (connection.state === 'ok' || connection.detail === detail);
  if (unchanged) return;
  const since = connection.state === 'ok' ? Date.now() / 1000 : connection.since;
  connection = state === 'ok' ? { state } : { state, since, detail };
  listeners.forEach((listener) => listener(connection));
}

/**
 * The API's address beside the page: every page lies one level deep, so its folder is the server's
 * root.
 */
function apiUrl(path: string): string {
  return `${location.pathname.replace(/[^/]*$/, '')}api/v1/${path}`;
}

async function call<T>(
  path: string,
  init: RequestInit,
  signal: AbortSignal | undefined,
  millis: number,
): Promise<Answer<T>> {
  const timeout = AbortSignal.timeout(millis);
  const { status, text } = await reach(apiUrl(path), {
    ...init,
    signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
  });
  const body = parse(text);
  if (body?.status === 'success') {
    report('ok', '');
    return { data: body.data as T, warnings: body.warnings ?? [], infos: body.infos ?? [] };
  }
  if (body?.error !== undefined) {
    report('ok', '');
    throw new ApiError(body.error, body.errorType ?? 'unknown');
  }
  const said = text.trim().replace(/^Service Unavailable: /, '').slice(0, 200);
  const answer = `HTTP ${status}${said === '' ? '' : `: ${said}`}`;
  if (status < 500) throw new ApiError(`The server answered ${answer}`, 'http');
  // 503 is a server that replays its log; other ones come from a proxy in front of a lost server.
  report(status === 503 && !/^stopping/.test(said) ? 'starting' : 'unreachable', answer);
  throw new ApiError(`The server answered ${answer}`, 'unreachable');
}

async function reach(url: string, init: RequestInit): Promise<{ status: number; text: string }> {
  try {
    const response = await fetch(url, { ...init, headers: { Accept: 'application/json' } });
    return { status: response.status, text: await response.text() };
  } catch (e) {
    if (e instanceof DOMException && e.name === 'AbortError') throw e;
    const late = e instanceof DOMException && e.name === 'TimeoutError';
    // A slow query is not a lost server: to report it would run the query again when "it is back".
    if (late && init.method === 'POST')
      throw new ApiError('The query was not answered in time.', 'timeout');
    report('unreachable', late ? 'no answer in time' : 'no connection');
    throw new ApiError('The server is unreachable.', 'unreachable');
  }
}

function parse(text: string): Body | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Body) : undefined;
  } catch {
    return undefined;
  }
}

function get<T>(path: string, signal?: AbortSignal): Promise<Answer<T>> {
  return call<T>(path, {}, signal, STATUS_TIMEOUT_MILLIS);
}

/** Queries go by POST: an expression may be longer than a request line allows. */
function post<T>(
  path: string,
  form: Record<string, string>,
  signal?: AbortSignal,
): Promise<Answer<T>> {
  return call<T>(
    path,
    { method: 'POST', body: new URLSearchParams(form) },
    signal,
    REQUEST_TIMEOUT_MILLIS,
  );
}

export const api = {
  instant: (query: string, time: number | undefined, signal?: AbortSignal) =>
    post<QueryData>(
      'query',
      time === undefined ? { query } : { query, time: String(time) },
      signal,
    ),

  range: (
    query: string,
    span: { start: number; end: number; step: number },
    signal?: AbortSignal,
  ) =>
    post<QueryData>(
      'query_range',
      { query, start: String(span.start), end: String(span.end), step: String(span.step) },
      signal,
    ),

  metricNames: () => get<readonly string[]>('label/__name__/values'),
  metadata: () => get<Readonly<Record<string, readonly Metadata[]>>>('metadata?limit_per_metric=1'),
  targets: (signal?: AbortSignal) => get<Targets>('targets?state=active', signal),
  alerts: () => get<Alerts>('alerts'),
  rules: (signal?: AbortSignal) => get<RuleGroups>('rules?type=alert', signal),
  runtime: (signal?: AbortSignal) => get<RuntimeInfo>('status/runtimeinfo', signal),
};

/** The one number that an instant query gives; 0 when it gives none. */
export async function countOf(query: string, signal?: AbortSignal): Promise<number> {
  const { data } = await api.instant(query, undefined, signal);
  const value = data.resultType === 'vector' ? data.result[0]?.value?.[1] : undefined;
  return value === undefined ? 0 : Number(value);
}
