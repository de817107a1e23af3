import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError, onConnection, type Answer } from './client';

/**
 * Calls back every so many seconds while the page can be seen, and at once when it is seen again. 0
 * is never.
 */
export function useInterval(callback: () => void, seconds: number): void {
  const latest = useRef(callback);
  latest.current = callback;
  useEffect(() => {
    if (seconds <= 0) return undefined;
    let last = Date.now();
    const tick = (): void => {
      if (document.hidden || Date.now() - last < seconds * 1000 - 50) return;
      last = Date.now();
      latest.current();
    };
    const timer = setInterval(tick, seconds * 1000);
    document.addEventListener('visibilitychange', tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }, [seconds]);
}

/**
 * Why a request gave no data: words for the reader, and the API's kind of error (`unreachable` for
 * none at all).
 */
export interface Failed {
  readonly text: string;
  readonly kind: string;
}

/**
 * The newest data of a resource that is loaded again and again; an error keeps the data loaded
 * before it.
 */
export interface Loaded<T> {
  readonly data?: T;
  readonly error?: Failed;
}

/** Loads now, every so many seconds, and as soon as the server is back. */
export function useLoad<T>(
  load: (signal: AbortSignal) => Promise<Answer<T>>,
  seconds: number,
): Loaded<T> {
  const [state, setState] = useState<Loaded<T>>({});
  const [round, setRound] = useState(0);
  const again = (): void => setRound((n) => n + 1);
  useInterval(again, seconds);
  useReconnect(again);
  useEffect(() => {
    const abort = new AbortController();
    load(abort.signal).then(
      ({ data }) => setState({ data }),
      (e: unknown) => {
        if (!abort.signal.aborted) setState((old) => ({ ...old, error: failed(e) }));
      },
    );
    return () => abort.abort();
  }, [round]);
  return state;
}

/** Calls back when the server answers again after it did not. */
export function useReconnect(callback: () => void): void {
  const latest = useRef(callback);
  latest.current = callback;
  useEffect(() => {
    let ok = true;
    return onConnection(({ state }) => {
      if (state === 'ok' && !ok) latest.current();
      ok = state === 'ok';
    });
  }, []);
}

/** The current time in seconds, renewed every so many seconds, for ages that tick. */
export function useNow(seconds: number): number {
  const [now, setNow] = useState(() => Date.now() / 1000);
  useInterval(() => setNow(Date.now() / 1000), seconds);
  return now;
}

export function failed(e: unknown): Failed {
  return {
    text: e instanceof Error ? e.message : String(e),
    kind: e instanceof ApiError ? e.kind : 'unknown',
  };
}
