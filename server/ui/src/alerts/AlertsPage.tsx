import type { JSX } from 'preact';
import { api } from '../api/client';
import type { Labels, Rule } from '../api/types';
import { useLoad, useNow } from '../api/useLoad';
import { Failure } from '../app/Failure';
import { followLink } from '../app/location';
import { roughDuration } from '../format/duration';
import { compactNumber } from '../format/number';
import { localTime } from '../format/time';
import { labelPairs } from '../graph/seriesName';
import { graphLink } from '../graph/urlState';
import {
  isWebLink,
  isOnlyUnstored,
  overview,
  severityRank,
  type ActiveAlert,
  type AlertOverview,
} from './alertList';

const REFRESH_SECONDS = 5;

/** What fires, what is about to, and which rules watch. */
export function AlertsPage(): JSX.Element {
  const { data, error } = useLoad((signal) => api.rules(signal), REFRESH_SECONDS);
  document.title = 'Alerts · Goldcrest';
  return (
    <div class="page">
      <div class="page-head">
        <h1>Alerts</h1>
      </div>
      {data === undefined && error === undefined && <p class="loading">Loading alerts…</p>}
      {data === undefined && error !== undefined && <Failure error={error} />}
      {data !== undefined && <Overview view={overview(data)} />}
    </div>
  );
}

function Overview({ view }: { view: AlertOverview }): JSX.Element {
  const { broken, firing, pending, inactive, rules, waiting } = view;
  return (
    <>
      {broken.length > 0 && (
        <section>
          <h2 class="section-title bad">Rules with errors ({broken.length})</h2>
          {broken.map(({ rule, group }) => (
            <article key={group + rule.name} class="card alert broken">
              <header>
                <h3>{rule.name}</h3>
              </header>
              <p class="summary">{consequence(rule)}</p>
              <p class="raw">{rule.lastError}</p>
              <Expression rule={rule} />
            </article>
          ))}
        </section>
      )}
      {firing.length > 0 ? (
        <section>
          <h2 class="section-title bad">Firing ({firing.length})</h2>
          <Cards alerts={firing} />
        </section>
      ) : (
        <section
          class={broken.length + waiting === 0 && rules > 0 ? 'empty calm sure' : 'empty calm'}
        >
          <h2>No alerts firing</h2>
          <p>{calmText(rules - broken.length - waiting, broken.length, waiting)}</p>
        </section>
      )}
      {pending.length > 0 && (
        <section>
          <h2 class="section-title warn">Pending ({pending.length})</h2>
          <Cards alerts={pending} />
        </section>
      )}
      {inactive.length > 0 && (
        <details class="card inactive">
          <summary>
            <h2>Inactive rules</h2>
            <span class="counts">{inactive.length}</span>
          </summary>
          <ul>
            {inactive.map(({ rule, group }) => (
              <li key={group + rule.name}>
                <h3>
                  {rule.name} <Severity labels={rule.labels ?? {}} />
                </h3>
                <Expression rule={rule} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function consequence(rule: Rule): string {
  return isOnlyUnstored(rule)
    ? 'This rule can fire, but its state cannot be stored.'
    : 'This rule cannot fire until its error is gone.';
}

function calmText(watching: number, broken: number, waiting: number): string {
  if (watching + broken + waiting === 0) {
    return (
      'No alerting rules are loaded: nothing can fire. ' +
      'Name rule files under rule_files in the configuration.'
    );
  }
  const parts = [watching === 1 ? '1 rule watches' : `${watching} rules watch`];
  if (waiting > 0) parts.push(`${waiting} not evaluated yet`);
  if (broken > 0) parts.push(`${broken} with errors`);
  return `${parts.join(', ')}.`;
}

function Cards({ alerts }: { alerts: readonly ActiveAlert[] }): JSX.Element {
  return (
    <>
      {alerts.map((active) => (
        <AlertCard key={JSON.stringify([active.group, active.alert.labels])} active={active} />
      ))}
    </>
  );
}

function AlertCard({ active }: { active: ActiveAlert }): JSX.Element {
  const { alert, rule, since } = active;
  const now = useNow(1);
  const { summary, description, ...others } = alert.annotations;
  const shownLabels = labelPairs(alert.labels).filter(
    ({ name }) => name !== 'alertname' && name !== 'severity',
  );
  const left = (rule.duration ?? 0) - (now - since);
  return (
    <article class={`card alert ${alert.state}`}>
      <header>
        <h3>{alert.labels['alertname'] ?? rule.name}</h3>
        <Severity labels={alert.labels} />
        <span class="since">
          {alert.state === 'pending' && left > 0
            ? `fires in ${roughDuration(Math.ceil(left))} if it stays`
            : `for ${roughDuration(Math.floor(now - since))}`}
          <time dateTime={alert.activeAt}>since {localTime(since)}</time>
        </span>
      </header>
      {summary !== undefined && <p class="summary">{summary}</p>}
      {description !== undefined && <p>{description}</p>}
      <p class="labels">
        {shownLabels.map(({ name, value }) => (
          <span key={name} class="label">
            {name}=<b>{value}</b>
          </span>
        ))}
      </p>
      <Annotations annotations={others} />
      <Expression rule={rule} value={compactNumber(Number(alert.value))} />
    </article>
  );
}

function Annotations({ annotations }: { annotations: Labels }): JSX.Element | null {
  const pairs = labelPairs(annotations);
  if (pairs.length === 0) return null;
  return (
    <dl class="annotations">
      {pairs.map(({ name, value }) => (
        <div key={name}>
          <dt>{name === 'runbook_url' ? 'Runbook' : name}</dt>
          <dd>
            {isWebLink(value) ? (
              <a href={value} rel="noreferrer">
                {value}
              </a>
            ) : (
              value
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Expression({ rule, value }: { rule: Rule; value?: string }): JSX.Element {
  return (
    <p class="expression">
      {value !== undefined && (
        <span class="value">
          Value <b>{value}</b>
        </span>
      )}
      <a href={graphLink({ expr: rule.query })} onClick={followLink} title="Show as a graph">
        {rule.query}
      </a>
      {(rule.duration ?? 0) > 0 && (
        <span class="hold">for {roughDuration(rule.duration ?? 0)}</span>
      )}
    </p>
  );
}

function Severity({ labels }: { labels: Labels }): JSX.Element | null {
  const severity = labels['severity'];
  if (severity === undefined) return null;
  const tone = severityRank(severity) <= 2 ? 'bad' : severityRank(severity) < 5 ? 'warn' : 'calm';
  return <span class={`severity ${tone}`}>{severity}</span>;
}
