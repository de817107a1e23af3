import { useEffect, useState } from 'preact/hooks';
import { api } from '../api/client';
import type { Metadata } from '../api/types';
import { useInterval, useReconnect } from '../api/useLoad';

/** What the server knows by name. */
export interface Names {
  /** Undefined until the server has answered for the first time. */
  readonly metrics: readonly string[] | undefined;
  /** Type and help of a metric in one line; the empty string when unknown. */
  readonly describe: (metric: string) => string;
}

const RENEW_SECONDS = 60;
type Descriptions = Readonly<Record<string, readonly Metadata[]>>;

/** The list of names is a help, not a need: without it the box works all the same. */
const ignore = (): void => undefined;

/** Metric names, renewed every minute, and their meaning. */
export function useNames(): Names {
  const [metrics, setMetrics] = useState<readonly string[] | undefined>();
  const [metadata, setMetadata] = useState<Descriptions>({});
  const askNames = (): void => void api.metricNames().then(({ data }) => setMetrics(data), ignore);
  const askAll = (): void => {
    askNames();
    void api.metadata().then(({ data }) => setMetadata(data), ignore);
  };
  useEffect(askAll, []);
  useInterval(askNames, RENEW_SECONDS);
  useReconnect(askAll);
  return { metrics, describe: (metric) => describe(metadata, metric) };
}

/** The parts of a histogram or summary are described by their family. */
function describe(metadata: Descriptions, metric: string): string {
  const family = metric.replace(/_(bucket|count|sum|total)$/, '');
  const found = (Object.hasOwn(metadata, metric) ? metadata[metric] : metadata[family])?.[0];
  return found === undefined ? '' : `${found.type} · ${found.help}`;
}
