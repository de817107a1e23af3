import type { Labels } from '../api/types';

/** One label of a series as the legend shows it. */
export interface LabelText {
  readonly name: string;
  readonly value: string;
}

/**
 * The names of a set of series: what all have in common once, and for each only what tells it
 * apart.
 */
export interface Naming {
  /** Metric name shared by all, or the empty string. */
  readonly metric: string;
  /** Labels with the same value on every series; empty for a single series. */
  readonly common: readonly LabelText[];
  /** For each series, in order, the text of its row. */
  readonly names: readonly string[];
}

const METRIC = '__name__';

/** Names series for a legend; `expression` names a series without labels. */
export function nameSeries(series: readonly Labels[], expression: string): Naming {
  const first = series[0];
  if (first === undefined) return { metric: '', common: [], names: [] };
  if (series.length === 1)
    return { metric: '', common: [], names: [fullName(first) || expression] };
  const shared = Object.keys(first)
    .sort()
    .filter((name) => series.every((labels) => labels[name] === first[name]));
  const sharedNames = new Set(shared);
  return {
    metric: sharedNames.has(METRIC) ? (first[METRIC] ?? '') : '',
    common: shared
      .filter((name) => name !== METRIC)
      .map((name) => ({ name, value: first[name] ?? '' })),
    names: series.map((labels) => distinctName(labels, sharedNames) || expression),
  };
}

/**
 * A series as PromQL selects it: `up{instance="a",job="b"}`; the empty string for one without
 * labels.
 */
export function fullName(labels: Labels): string {
  const pairs = labelPairs(labels).map(({ name, value }) => `${name}=${quote(value)}`);
  const metric = labels[METRIC] ?? '';
  return pairs.length === 0 ? metric : `${metric}{${pairs.join(', ')}}`;
}

/** The labels except the metric's name, sorted by name. */
export function labelPairs(labels: Labels): LabelText[] {
  return Object.keys(labels)
    .filter((name) => name !== METRIC)
    .sort()
    .map((name) => ({ name, value: labels[name] ?? '' }));
}

/** Identity of a series across queries, independent of the order of its labels. */
export function seriesKey(labels: Labels): string {
  return JSON.stringify(
    Object.keys(labels)
      .sort()
      .map((name) => [name, labels[name]]),
  );
}

function distinctName(labels: Labels, shared: ReadonlySet<string>): string {
  const own = Object.fromEntries(Object.entries(labels).filter(([name]) => !shared.has(name)));
  const pairs = labelPairs(own);
  const [only] = pairs;
  // A single differing label needs no braces: `mode="idle"` in a list of modes.
  if (only !== undefined && pairs.length === 1 && own[METRIC] === undefined)
    return `${only.name}=${quote(only.value)}`;
  return fullName(own);
}

function quote(value: string): string {
  return JSON.stringify(value);
}
