/** The parts of Prometheus's HTTP API v1 that the pages read, as they arrive. */

export type Labels = Readonly<Record<string, string>>;

/** Time in seconds and the value's text (`NaN`, `+Inf` and `-Inf` included). */
export type Sample = readonly [number, string];

/** A native histogram; the pages show its count and sum. */
export type HistogramSample = readonly [number, { readonly count: string; readonly sum: string }];

export interface Series {
  readonly metric: Labels;
  readonly values?: readonly Sample[];
  readonly histograms?: readonly HistogramSample[];
}

export interface InstantSample {
  readonly metric: Labels;
  readonly value?: Sample;
  readonly histogram?: HistogramSample;
}

export type QueryData =
  | { readonly resultType: 'matrix'; readonly result: readonly Series[] }
  | { readonly resultType: 'vector'; readonly result: readonly InstantSample[] }
  | { readonly resultType: 'scalar'; readonly result: Sample }
  | { readonly resultType: 'string'; readonly result: Sample };

export interface Metadata {
  readonly type: string;
  readonly help: string;
  readonly unit: string;
}

export interface Target {
  readonly labels: Labels;
  readonly scrapePool: string;
  readonly scrapeUrl: string;
  readonly lastError: string;
  readonly lastScrape: string;
  readonly lastScrapeDuration: number;
  readonly health: 'up' | 'down' | 'unknown';
  readonly scrapeInterval?: string;
  readonly scrapeTimeout?: string;
  /** Goldcrest only: what was odd about a scrape that still succeeded. */
  readonly warning?: string;
}

export interface Targets {
  readonly activeTargets: readonly Target[];
}

export type AlertState = 'firing' | 'pending' | 'inactive';

export interface Alert {
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly state: AlertState;
  readonly activeAt: string;
  readonly value: string;
}

export interface Alerts {
  readonly alerts: readonly Alert[];
}

export interface Rule {
  readonly type: 'alerting' | 'recording';
  readonly name: string;
  readonly query: string;
  readonly health: string;
  readonly lastError?: string;
  readonly state?: AlertState;
  readonly duration?: number;
  readonly labels?: Labels;
  readonly annotations?: Labels;
  readonly alerts?: readonly Alert[];
}

export interface RuleGroups {
  readonly groups: readonly {
    readonly name: string;
    readonly file: string;
    readonly rules: readonly Rule[];
  }[];
}

/** Goldcrest's own part of `status/runtimeinfo`; absent on other servers. */
export interface Footprint {
  readonly residentMemoryBytes?: number;
  readonly memoryLimitBytes?: number;
  readonly diskUsedBytes?: number;
  readonly retention?: string;
  /** Why the store takes no samples; empty when it does. */
  readonly readOnlyReason?: string;
}

export interface RuntimeInfo {
  readonly goldcrest?: Footprint;
}
