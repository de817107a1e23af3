import { describe, expect, it } from 'vitest';
import type { Target } from '../api/types';
import { explain, explainWarning } from './reason';
import { groupTargets, matchesFilter, ownLabels, strainedTimeout } from './targetList';

function target(change: Partial<Target>): Target {
  return {
    labels: { job: 'host', instance: 'a:1' },
    scrapePool: 'host',
    scrapeUrl: 'http://a:1/metrics',
    lastError: '',
    lastScrape: '2026-11-20T18:55:27Z',
    lastScrapeDuration: 0.01,
    health: 'up',
    ...change,
  };
}

describe('groupTargets', () => {
  it('puts jobs with something down first, and in a job what is down', () => {
    const groups = groupTargets([
      target({ scrapePool: 'a' }),
      target({ scrapePool: 'c', scrapeUrl: 'http://1' }),
      target({ scrapePool: 'c', scrapeUrl: 'http://2', health: 'down' }),
      target({ scrapePool: 'b', health: 'unknown' }),
    ]);
    expect(groups.map(({ job }) => job)).toEqual(['c', 'b', 'a']);
    expect(groups[0]?.targets.map(({ health }) => health)).toEqual(['down', 'up']);
    expect(groups[0]?.counts).toEqual({ up: 1, down: 1, unknown: 0 });
  });
});

describe('matchesFilter', () => {
  const roof = target({ labels: { job: 'host', site: 'Berlin' }, lastError: 'connection refused' });

  it.each(['', 'berlin', 'site="ber', 'refused a:1', ' host '])('accepts %j', (filter) => {
    expect(matchesFilter(roof, filter)).toBe(true);
  });

  it('wants every word', () => {
    expect(matchesFilter(roof, 'berlin paris')).toBe(false);
  });
});

describe('ownLabels', () => {
  it('leaves out what the page says already', () => {
    const labels = { job: 'host', instance: 'a:1', site: 'x' };
    expect(ownLabels(target({ labels }))).toEqual([{ name: 'site', value: 'x' }]);
  });

  it('keeps an instance that is not the address', () => {
    const labels = { job: 'host', instance: 'roof' };
    expect(ownLabels(target({ labels }))).toEqual([{ name: 'instance', value: 'roof' }]);
  });
});

describe('strainedTimeout', () => {
  it.each([
    ['4s', 3.1, 'up', 4],
    ['4s', 2.9, 'up', undefined],
    ['4s', 4.1, 'down', undefined],
    ['', 3.1, 'up', undefined],
  ] as const)('with timeout %j, %d s, and %s', (scrapeTimeout, seconds, health, timeout) => {
    const scraped = target({ scrapeTimeout, lastScrapeDuration: seconds, health });
    expect(strainedTimeout(scraped)).toBe(timeout);
  });
});

describe('explainWarning', () => {
  it.each([
    [
      'target http://a:1/metrics answers Content-Type "text/html; charset=utf-8"; read as text',
      'The target calls its metrics text/html.',
    ],
    [
      'target http://a:1/metrics answers without Content-Type; read as Prometheus text',
      'The target does not say in what format its metrics are.',
    ],
    [
      "target http://a:1/metrics: new series are not stored, the store's limit on series is reached",
      'New series of this target are not stored: the store is full of series.',
    ],
  ])('%s', (warning, words) => {
    expect(explainWarning(warning).what).toBe(words);
  });

  it('passes other words on', () => {
    expect(explainWarning('it is late').remedy).toBe('it is late');
  });
});

describe('explain', () => {
  const url = 'http://10.0.0.7:9100/metrics';
  const what = (error: string): string | undefined => explain(error, url, '10s')?.what;

  it.each([
    ['dial tcp 10.0.0.7:9100: connect: connection refused', 'Nothing listens on 10.0.0.7:9100.'],
    ['dial 127.0.0.1:1: connection refused', 'Nothing listens on 127.0.0.1:1.'],
    ['connection refused', 'Nothing listens on 10.0.0.7:9100.'],
    ['lookup x.invalid: no such host', 'The name x.invalid has no address.'],
    ['https is not supported yet: https://a/metrics', 'This server cannot scrape by https.'],
    [
      'timeout: answer incomplete after 10s (122 bytes received)',
      'No complete answer within 10 s.',
    ],
    [
      'the target answers Content-Type "text/html", and the body is no Prometheus text either: x',
      'The answer is not in a metrics format.',
    ],
    [
      'the answer is no valid text/plain: line 1: unexpected "certificate timeout"',
      'The answer is not in a metrics format.',
    ],
    [
      'the samples cannot be stored: No space left on device',
      'The target answered, but this server could not store its samples.',
    ],
    ['missing metric name (__name__ label) in {a="b"}', "Relabelling removed a metric's name."],
    ['timeout: x not resolved after 10s', 'The name 10.0.0.7 has no address.'],
    ['timeout: not connected after 10s', 'No connection to 10.0.0.7:9100 within 10 s.'],
    [
      'timeout: no answer after 10s (connected, 0 bytes received)',
      'No complete answer within 10 s.',
    ],
    ['no complete answer within the scrape timeout of 10s', 'No complete answer within 10 s.'],
    ['dial 10.0.0.7:9100: network is unreachable', 'No network path to 10.0.0.7:9100.'],
    ['malformed response: it begins with "SSH-2.0", not with HTTP/', 'The answer is not HTTP.'],
    [
      'closed by peer after 12 bytes',
      'The target closed the connection before its answer was complete.',
    ],
    [
      'sample limit exceeded (number of samples: 12, limit: 10)',
      'The answer is larger than this job allows.',
    ],
    ['context deadline exceeded', 'No complete answer within 10 s.'],
    ['server returned HTTP status 401 Unauthorized', 'The target refuses access (HTTP 401).'],
    ['server returned HTTP status 404 Not Found', 'The target has nothing at /metrics (HTTP 404).'],
    ['server returned HTTP status 503 x', 'The target failed to make its metrics (HTTP 503).'],
    ['server returned HTTP status 302 x', 'The target answered HTTP 302 instead of 200.'],
    ['"INVALID" is not a valid start token', 'The answer is not in a metrics format.'],
    ['body size limit exceeded', 'The answer is larger than this job allows.'],
    ['unexpected EOF', 'The target closed the connection before its answer was complete.'],
  ])('%s', (error, words) => {
    expect(what(error)).toBe(words);
  });

  it('leaves an unknown error to itself', () => {
    expect(what('the moon is full')).toBeUndefined();
  });
});
