import type { Alert, Rule, RuleGroups } from '../api/types';
import { parseRfc3339 } from '../format/time';
import { fullName } from '../graph/seriesName';

/** An alert that fires or is about to, with the rule it comes from. */
export interface ActiveAlert {
  readonly alert: Alert;
  readonly rule: Rule;
  readonly group: string;
  /** Since when its expression holds, in seconds since the epoch. */
  readonly since: number;
}

/** What the alerts page shows, in this order. */
export interface AlertOverview {
  /** Number of alerting rules. */
  readonly rules: number;
  /** Number of alerting rules whose first evaluation is still to come. */
  readonly waiting: number;
  /** Alerting rules whose last evaluation failed: their silence means nothing. */
  readonly broken: readonly { readonly rule: Rule; readonly group: string }[];
  readonly firing: readonly ActiveAlert[];
  readonly pending: readonly ActiveAlert[];
  readonly inactive: readonly { readonly rule: Rule; readonly group: string }[];
}

const SEVERITIES = ['critical', 'page', 'error', 'warning', 'warn', 'info', 'none'];

/** Sorts all alerting rules: by severity, then longest first. */
export function overview({ groups }: RuleGroups): AlertOverview {
  const rules = groups.flatMap(({ name, rules: list }) =>
    list.filter((rule) => rule.type === 'alerting').map((rule) => ({ rule, group: name })),
  );
  const active = rules.flatMap(({ rule, group }) =>
    (rule.alerts ?? []).map((alert) => ({
      alert,
      rule,
      group,
      since: parseRfc3339(alert.activeAt),
    })),
  );
  return {
    rules: rules.length,
    waiting: rules.filter(({ rule }) => rule.health === 'unknown').length,
    broken: rules.filter(({ rule }) => isBroken(rule)),
    firing: active.filter(({ alert }) => alert.state === 'firing').sort(byUrgency),
    pending: active.filter(({ alert }) => alert.state === 'pending').sort(byUrgency),
    inactive: rules.filter((each) => (each.rule.alerts ?? []).length === 0 && !isBroken(each.rule)),
  };
}

function isBroken(rule: Rule): boolean {
  return rule.health === 'err' || Boolean(rule.lastError);
}

/** Whether the rule was evaluated, and only its result found no place in the store. */
export function isOnlyUnstored(rule: Rule): boolean {
  return /storage is read-only/.test(rule.lastError ?? '');
}

/** Position in the list of well-known severities; those unknown come between warning and info. */
export function severityRank(severity: string | undefined): number {
  const at = SEVERITIES.indexOf((severity ?? '').toLowerCase());
  return at < 0 ? SEVERITIES.indexOf('warn') + 0.5 : at;
}

function byUrgency(a: ActiveAlert, b: ActiveAlert): number {
  return (
    severityRank(a.alert.labels['severity']) - severityRank(b.alert.labels['severity']) ||
    a.since - b.since ||
    (fullName(a.alert.labels) < fullName(b.alert.labels) ? -1 : 1)
  );
}

/** Whether an annotation may become a link: only the web's own schemes, never `javascript:`. */
export function isWebLink(text: string): boolean {
  return /^https?:\/\/[^\s]+$/i.test(text);
}
