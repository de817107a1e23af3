/** A query to start from, offered when the server has its metric. */
export interface Example {
  readonly title: string;
  readonly expr: string;
  readonly needs: string;
}

const EXAMPLES: readonly Example[] = [
  { title: 'Which targets answer', needs: 'up', expr: 'up' },
  { title: 'Temperature', needs: 'sensor_temperature_celsius', expr: 'sensor_temperature_celsius' },
  {
    title: 'Sensor requests per second',
    needs: 'sensor_requests_total',
    expr: 'sum by (route, code) (rate(sensor_requests_total[1m]))',
  },
  {
    title: 'Sensor latency, 95 of 100 requests',
    needs: 'sensor_request_duration_seconds_bucket',
    expr:
      'histogram_quantile(0.95, ' +
      'sum by (le) (rate(sensor_request_duration_seconds_bucket[5m])))',
  },
  {
    title: 'CPU busy, percent',
    needs: 'node_cpu_seconds_total',
    expr: '100 * (1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[1m])))',
  },
  {
    title: 'CPU by mode',
    needs: 'node_cpu_seconds_total',
    expr: 'sum by (mode) (rate(node_cpu_seconds_total{mode!="idle"}[1m]))',
  },
  {
    title: 'Memory used, percent',
    needs: 'node_memory_MemAvailable_bytes',
    expr: '100 * (1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes)',
  },
  {
    title: 'Free disk space, bytes',
    needs: 'node_filesystem_avail_bytes',
    expr: 'node_filesystem_avail_bytes{fstype!~"tmpfs|ramfs"}',
  },
  {
    title: 'Network in, bytes per second',
    needs: 'node_network_receive_bytes_total',
    expr: 'rate(node_network_receive_bytes_total{device!="lo"}[1m])',
  },
  {
    title: 'Memory of each process scraped, bytes',
    needs: 'process_resident_memory_bytes',
    expr: 'process_resident_memory_bytes',
  },
  {
    title: 'How long scrapes take, seconds',
    needs: 'scrape_duration_seconds',
    expr: 'scrape_duration_seconds',
  },
];

const MAX_OFFERED = 9;

/** Examples whose metric the server has; of a server with other metrics, the first of these. */
export function examplesFor(metrics: readonly string[]): readonly Example[] {
  const known = new Set(metrics);
  const fitting = EXAMPLES.filter(({ needs }) => known.has(needs));
  const any =
    fitting.length > 0
      ? fitting
      : metrics.map((name) => ({ title: name, needs: name, expr: name }));
  return any.slice(0, MAX_OFFERED);
}
