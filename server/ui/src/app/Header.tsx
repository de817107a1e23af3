import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { api, countOf } from '../api/client';
import type { Footprint } from '../api/types';
import { useInterval, useReconnect } from '../api/useLoad';
import { formatDuration, parseDuration } from '../format/duration';
import { formatBytes } from '../format/number';
import logo from './goldcrest.svg';
import { followLink, type Page } from './location';
import { ThemeButton } from './ThemeButton';

const REFRESH_SECONDS = 15;
/**
 * From here on memory is shown as a worry: the server starts to refuse new series near its limit.
 */
const WORRYING_SHARE = 0.9;

interface Props {
  readonly page: Page | undefined;
  readonly footprint: Footprint | undefined;
}

/** Name, pages with what is wrong on them, memory and disk, and the theme. */
export function Header({ page, footprint }: Props): JSX.Element {
  const down = useCount(() => countOf('count(up == 0)'));
  const firing = useCount(countFiring);
  const link = (to: Page, text: string, badge?: string): JSX.Element => (
    <a href={to} onClick={followLink} {...(page === to ? { 'aria-current': 'page' as const } : {})}>
      {text}
      {badge !== undefined && <span class="nav-badge">{badge}</span>}
    </a>
  );
  return (
    <header class="top">
      <a class="brand" href="graph" onClick={followLink}>
        <img src={logo} alt="" width="28" height="28" />
        Goldcrest
      </a>
      <nav aria-label="Pages">
        {link('graph', 'Graph')}
        {link('targets', 'Targets', down > 0 ? `${down} down` : undefined)}
        {link('alerts', 'Alerts', firing > 0 ? `${firing} firing` : undefined)}
      </nav>
      <div class="top-right">
        <Usage footprint={footprint} />
        <ThemeButton />
      </div>
    </header>
  );
}

/** Not by a query for ALERTS: a server whose disk is full has no such series, but fires. */
async function countFiring(): Promise<number> {
  const { data } = await api.alerts();
  return data.alerts.filter(({ state }) => state === 'firing').length;
}

/** A count that is asked for again and again; 0 as long as it is unknown. */
function useCount(load: () => Promise<number>): number {
  const [count, setCount] = useState(0);
  const ask = (): void => void load().then(setCount, () => undefined);
  useEffect(ask, []);
  useInterval(ask, REFRESH_SECONDS);
  useReconnect(ask);
  return count;
}

/** A retention as people say it: 7d, not 1w; other words stay as they are. */
function plainSpan(retention: string): string {
  const seconds = parseDuration(retention);
  return seconds === undefined ? retention : formatDuration(seconds);
}

/** What the server uses of this machine; nothing when it does not tell. */
function Usage({ footprint }: { footprint: Footprint | undefined }): JSX.Element | null {
  if (footprint === undefined) return null;
  const {
    residentMemoryBytes: used,
    memoryLimitBytes: limit,
    diskUsedBytes: disk,
    retention,
  } = footprint;
  return (
    <dl class="usage">
      {used !== undefined && (
        <div>
          <dt>Memory</dt>
          <dd>
            {formatBytes(used)}
            {limit !== undefined && limit > 0 && <span class="of"> of {formatBytes(limit)}</span>}
            {limit !== undefined && limit > 0 && (
              <Bar share={used / limit} label="Memory used of the limit" />
            )}
          </dd>
        </div>
      )}
      {disk !== undefined && (
        <div>
          <dt>Disk</dt>
          <dd>
            {formatBytes(disk)}
            {retention !== undefined && retention !== '' && (
              <span class="of"> · keeps {plainSpan(retention)}</span>
            )}
          </dd>
        </div>
      )}
    </dl>
  );
}

function Bar({ share, label }: { share: number; label: string }): JSX.Element {
  const percent = Math.round(Math.min(1, Math.max(0, share)) * 100);
  return (
    <span
      class={share >= WORRYING_SHARE ? 'bar worrying' : 'bar'}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <span style={{ width: `${percent}%` }} />
    </span>
  );
}
