import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { api, onConnection, type Connection } from '../api/client';
import { useInterval, useNow } from '../api/useLoad';
import { roughDuration } from '../format/duration';
import { clockTime } from '../format/time';

const RETRY_SECONDS = 3;

/** Tells since when the server does not answer, and asks it again until it does. */
export function ConnectionBanner(): JSX.Element | null {
  const [connection, setConnection] = useState<Connection>({ state: 'ok' });
  useEffect(() => onConnection(setConnection), []);
  const lost = connection.state !== 'ok';
  useInterval(() => void api.runtime().catch(() => undefined), lost ? RETRY_SECONDS : 0);
  const now = useNow(lost ? 1 : 0);
  if (connection.state === 'ok') return null;
  const age = roughDuration(Math.max(0, Math.floor(now - connection.since)));
  return (
    <div class={`banner ${connection.state}`} role="alert">
      <strong>{connection.state === 'starting' ? 'Server starting' : 'Server unreachable'}</strong>
      <span>
        since {clockTime(connection.since)}{' '}
        <span aria-hidden="true">
          ({age}, {connection.detail})
        </span>
      </span>
      <span class="banner-hint">
        What you see may be old. Trying again every {RETRY_SECONDS} s.
      </span>
    </div>
  );
}
