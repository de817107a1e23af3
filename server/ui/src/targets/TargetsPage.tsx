import type { JSX } from 'preact';
import { api } from '../api/client';
import type { Target } from '../api/types';
import { useLoad, useNow } from '../api/useLoad';
import { Failure } from '../app/Failure';
import { navigate } from '../app/location';
import { parseDuration, roughDuration } from '../format/duration';
import { ago, localTime, parseRfc3339 } from '../format/time';
import { explain, explainWarning } from './reason';
import {
  countHealth,
  groupTargets,
  matchesFilter,
  ownLabels,
  strainedTimeout,
  type Health,
  type TargetGroup,
} from './targetList';

const REFRESH_SECONDS = 5;
const STATES: readonly Health[] = ['down', 'unknown', 'up'];

const STATE_TEXT: Readonly<Record<Health, string>> = {
  up: 'Up',
  down: 'Down',
  unknown: 'Not scraped yet',
};

/** All scraped targets by job, those that are down first, with the reason in words. */
export function TargetsPage({ search }: { search: string }): JSX.Element {
  const { data, error } = useLoad((signal) => api.targets(signal), REFRESH_SECONDS);
  const filter = readFilter(search);
  document.title = 'Targets · Goldcrest';
  const all = data?.activeTargets ?? [];
  const shown = all.filter(
    (target) =>
      (filter.state === undefined || target.health === filter.state) &&
      matchesFilter(target, filter.text),
  );
  return (
    <div class="page">
      <Head counts={countHealth(all)} filter={filter} />
      {data === undefined && error === undefined && <p class="loading">Loading targets…</p>}
      {data === undefined && error !== undefined && <Failure error={error} />}
      {data !== undefined && all.length === 0 && <NoTargets />}
      {all.length > 0 && shown.length === 0 && <NoMatch hidden={all.length} />}
      {groupTargets(shown).map((group) => (
        <Job key={group.job} group={group} />
      ))}
    </div>
  );
}

/** What the reader wants to see; it is in the URL. */
interface Filter {
  readonly text: string;
  readonly state: Health | undefined;
}

function readFilter(search: string): Filter {
  const params = new URLSearchParams(search);
  const state = STATES.find((known) => known === params.get('state'));
  return { text: params.get('search') ?? '', state };
}

function show({ text, state }: Filter): void {
  const params = new URLSearchParams();
  if (text !== '') params.set('search', text);
  if (state !== undefined) params.set('state', state);
  navigate(params.size === 0 ? 'targets' : `targets?${params.toString()}`, 'replace');
}

interface HeadProps {
  readonly counts: Readonly<Record<Health, number>>;
  readonly filter: Filter;
}

function Head({ counts, filter }: HeadProps): JSX.Element {
  return (
    <div class="page-head">
      <h1>Targets</h1>
      <div class="chips" role="group" aria-label="Show only">
        {STATES.filter((state) => counts[state] > 0 || state === filter.state).map((state) => (
          <button
            key={state}
            type="button"
            class={`chip ${state}`}
            aria-pressed={filter.state === state}
            onClick={() => show({ ...filter, state: filter.state === state ? undefined : state })}
          >
            {counts[state]} {state}
          </button>
        ))}
      </div>
      <input
        type="search"
        class="filter"
        placeholder="Filter by address, label, or error"
        aria-label="Filter targets"
        value={filter.text}
        onInput={(e) => show({ ...filter, text: e.currentTarget.value })}
      />
    </div>
  );
}

function NoMatch({ hidden }: { hidden: number }): JSX.Element {
  return (
    <section class="empty">
      <h2>No target matches</h2>
      <p>
        {hidden} {hidden === 1 ? 'target is' : 'targets are'} hidden by the filter.
      </p>
      <button type="button" onClick={() => show({ text: '', state: undefined })}>
        Show all
      </button>
    </section>
  );
}

function NoTargets(): JSX.Element {
  return (
    <section class="empty">
      <h2>Nothing is scraped yet</h2>
      <p>
        Add a job under <code>scrape_configs</code> in the configuration file and reload the server.
      </p>
    </section>
  );
}

function Job({ group }: { group: TargetGroup }): JSX.Element {
  const { job, targets, counts } = group;
  return (
    <details class="card job" open>
      <summary>
        <h2>{job}</h2>
        <span class="counts">
          {STATES.filter((state) => counts[state] > 0).map((state) => (
            <span key={state} class={`count ${state}`}>
              {counts[state]} {state}
            </span>
          ))}
        </span>
      </summary>
      <ul class="targets">
        {targets.map((target) => (
          <TargetRow key={target.scrapeUrl + JSON.stringify(target.labels)} target={target} />
        ))}
      </ul>
    </details>
  );
}

function TargetRow({ target }: { target: Target }): JSX.Element {
  const now = useNow(1);
  const last = parseRfc3339(target.lastScrape);
  const interval = parseDuration(target.scrapeInterval ?? '');
  return (
    <li class={`target ${target.health}`}>
      <div class="target-main">
        <span class={`state ${target.health}`}>{STATE_TEXT[target.health]}</span>
        <a class="endpoint" href={target.scrapeUrl} rel="noreferrer">
          {target.scrapeUrl}
        </a>
        <span class="labels">
          {ownLabels(target).map(({ name, value }) => (
            <span key={name} class="label">
              {name}=<b>{value}</b>
            </span>
          ))}
        </span>
      </div>
      <dl class="facts">
        <div>
          <dt>Last scrape</dt>
          <dd title={last > 0 ? localTime(last) : 'never'}>{ago(last, now)}</dd>
        </div>
        <div>
          <dt>Took</dt>
          <dd>{last > 0 ? <Took target={target} /> : '–'}</dd>
        </div>
        <div>
          <dt>Every</dt>
          <dd>{interval === undefined ? '–' : roughDuration(interval)}</dd>
        </div>
      </dl>
      {target.health !== 'up' && target.lastError !== '' && <DownReason target={target} />}
      {target.warning !== undefined && target.warning !== '' && (
        <Doubt warning={target.warning} />
      )}
    </li>
  );
}

/** How long the last scrape took, and how long it may where it came close to that. */
function Took({ target }: { target: Target }): JSX.Element {
  const text = roughDuration(target.lastScrapeDuration);
  const timeout = strainedTimeout(target);
  if (timeout === undefined) return <>{text}</>;
  return (
    <span class="slow" title="The target counts as down when it needs longer than its timeout.">
      {text} of {roughDuration(timeout)}
    </span>
  );
}

function DownReason({ target }: { target: Target }): JSX.Element {
  const reason = explain(target.lastError, target.scrapeUrl, target.scrapeTimeout ?? '');
  return (
    <div class="note bad">
      {reason !== undefined && (
        <p>
          <strong>{reason.what}</strong> {reason.remedy}
        </p>
      )}
      <p class="raw">{target.lastError}</p>
    </div>
  );
}

function Doubt({ warning }: { warning: string }): JSX.Element {
  const { what, remedy } = explainWarning(warning);
  return (
    <div class="note warning">
      <p>
        <strong>{what}</strong> {remedy}
      </p>
      {remedy !== warning && <p class="raw">{warning}</p>}
    </div>
  );
}
