import type { JSX } from 'preact';
import type { Failed } from '../api/useLoad';

/**
 * What stands in place of data that could not be loaded; the banner already speaks of a lost
 * server.
 */
export function Failure({ error }: { error: Failed }): JSX.Element {
  return error.kind === 'unreachable' ? (
    <p class="loading">Waiting for the server…</p>
  ) : (
    <p class="problem">{error.text}</p>
  );
}
