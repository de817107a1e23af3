import { parseDuration, roughDuration } from '../format/duration';

/** Why a target is down, for a reader who did not write the scraper. */
export interface Reason {
  readonly what: string;
  readonly remedy: string;
}

interface Context {
  readonly url: string;
  readonly timeout: string;
}

type Explanation = (match: RegExpExecArray, context: Context) => Reason;

const host = (url: string): string => /^[a-z]+:\/\/([^/?#]+)/i.exec(url)?.[1] ?? url;

function within(timeout: string): string {
  const seconds = parseDuration(timeout);
  return seconds === undefined ? ' in time' : ` within ${roughDuration(seconds)}`;
}

const NOT_METRICS: Reason = {
  what: 'The answer is not in a metrics format.',
  remedy: 'Open its address by hand: is it the metrics page, and not an HTML one?',
};

/** First match wins: errors that quote the answer come before those that look for words. */
const KNOWN: readonly (readonly [RegExp, Explanation])[] = [
  [/^the (answer is no valid|target answers)/i, () => NOT_METRICS],
  [
    /cannot be stored/i,
    () => ({
      what: 'The target answered, but this server could not store its samples.',
      remedy: 'Look at the disk space and the log of this server.',
    }),
  ],
  [
    /missing metric name/i,
    () => ({
      what: "Relabelling removed a metric's name.",
      remedy: 'Check metric_relabel_configs of this job.',
    }),
  ],
  [
    /(?:dial (?:tcp )?(\S+): .*)?connection refused/i,
    (match, { url }) => ({
      // After a redirect, the address that was dialled is not the target's.
      what: `Nothing listens on ${match[1] ?? host(url)}.`,
      remedy: 'Is the process running there, and on this port?',
    }),
  ],
  [
    /(?:lookup (\S+): )?(?:no such host|not resolved|unknown host|name .*not known)/i,
    (match, { url }) => ({
      what: `The name ${match[1] ?? host(url).replace(/:\d+$/, '')} has no address.`,
      remedy: "Check the target's spelling and this machine's DNS.",
    }),
  ],
  [
    /timeout: not connected|dial .*timeout/i,
    (_, { url, timeout }) => ({
      what: `No connection to ${host(url)}${within(timeout)}.`,
      remedy: 'Is the machine on? A firewall that drops packets looks like this, too.',
    }),
  ],
  [
    /deadline exceeded|timed? ?out|timeout/i,
    (_, { timeout }) => ({
      what: `No complete answer${within(timeout)}.`,
      remedy: 'It hangs or is overloaded: open its address by hand, or raise scrape_timeout.',
    }),
  ],
  [
    /HTTP status (401|403)/i,
    (match) => ({
      what: `The target refuses access (HTTP ${match[1] ?? ''}).`,
      remedy: "Check basic_auth or the token of this job, and the target's own rules.",
    }),
  ],
  [
    /HTTP status 404/i,
    (_, { url }) => ({
      what: `The target has nothing at ${url.replace(/^[a-z]+:\/\/[^/]+/i, '')} (HTTP 404).`,
      remedy: 'Check metrics_path of this job.',
    }),
  ],
  [
    /HTTP status (5\d\d)/i,
    (match) => ({
      what: `The target failed to make its metrics (HTTP ${match[1] ?? ''}).`,
      remedy: 'Its own log says why.',
    }),
  ],
  [
    /HTTP status (\d\d\d)/i,
    (match) => ({
      what: `The target answered HTTP ${match[1] ?? ''} instead of 200.`,
      remedy: 'Open its address by hand to see what it says.',
    }),
  ],
  [
    /no route to host|(network|host) is unreachable/i,
    (_, { url }) => ({
      what: `No network path to ${host(url)}.`,
      remedy: 'Check cable, Wi-Fi, VPN and firewall between here and there.',
    }),
  ],
  [
    /connection reset|broken pipe|unexpected EOF|\bEOF$|closed by peer/i,
    () => ({
      what: 'The target closed the connection before its answer was complete.',
      remedy: 'It may be crashing or restarting; its own log says why.',
    }),
  ],
  [
    /malformed (HTTP )?response/i,
    () => ({
      what: 'The answer is not HTTP.',
      remedy: 'Is another service on this port, or is the scheme https?',
    }),
  ],
  [
    /https is not supported/i,
    () => ({
      what: 'This server cannot scrape by https.',
      remedy: 'Set scheme: http for this job, or put a plain HTTP proxy beside the target.',
    }),
  ],
  [
    /x509|certificate|tls:|ssl/i,
    () => ({
      what: 'The TLS connection was not accepted.',
      remedy:
        "Check scheme and tls_config of this job, the certificate, and both machines' clocks.",
    }),
  ],
  [
    /limit exceeded|limit:|_limit\b/i,
    () => ({
      what: 'The answer is larger than this job allows.',
      remedy: 'Raise the limit of this job if that is right, or drop series at the target.',
    }),
  ],
  [/invalid|expected|unsupported|parse|content.?type/i, () => NOT_METRICS],
];

/**
 * The reason in words when the error is a known one; otherwise undefined, and the error speaks for
 * itself.
 */
export function explain(error: string, url: string, timeout: string): Reason | undefined {
  for (const [pattern, explanation] of KNOWN) {
    const match = pattern.exec(error);
    if (match !== null) return explanation(match, { url, timeout });
  }
  return undefined;
}

/** What is odd about a target that is scraped nevertheless; other words than these stay as sent. */
export function explainWarning(warning: string): Reason {
  const type = /Content-Type "([^";]*)/.exec(warning)?.[1];
  if (type !== undefined) {
    return {
      what: `The target calls its metrics ${type}.`,
      remedy:
        'They were read nevertheless. Correct its Content-Type, ' +
        'or set fallback_scrape_protocol of this job.',
    };
  }
  if (/without Content-Type/i.test(warning)) {
    return {
      what: 'The target does not say in what format its metrics are.',
      remedy:
        'They were read nevertheless. Let it send a Content-Type, ' +
        'or set fallback_scrape_protocol of this job.',
    };
  }
  if (/limit on series is reached/i.test(warning)) {
    return {
      what: 'New series of this target are not stored: the store is full of series.',
      remedy: 'Drop series with metric_relabel_configs, or give this server more memory.',
    };
  }
  return { what: 'Warning.', remedy: warning };
}
