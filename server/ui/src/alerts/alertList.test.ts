import { describe, expect, it } from 'vitest';
import type { Alert, Rule } from '../api/types';
import { isOnlyUnstored, isWebLink, overview, severityRank } from './alertList';

function alert(name: string, state: Alert['state'], severity: string, activeAt: string): Alert {
  const labels = { alertname: name, severity };
  return { labels, annotations: {}, state, activeAt, value: '1' };
}

function rule(name: string, change: Partial<Rule>): Rule {
  return { type: 'alerting', name, query: 'up == 0', health: 'ok', ...change };
}

describe('overview', () => {
  const early = '2026-11-20T18:00:00Z';
  const late = '2026-11-20T19:00:00Z';
  const view = overview({
    groups: [
      {
        name: 'g',
        file: 'f',
        rules: [
          rule('quiet', { alerts: [] }),
          rule('new', { health: 'unknown', alerts: [] }),
          rule('broken', { health: 'err', lastError: 'no', alerts: [] }),
          rule('recorded', { type: 'recording' }),
          rule('mixed', {
            alerts: [
              alert('w', 'firing', 'warning', early),
              alert('c2', 'firing', 'critical', late),
              alert('c1', 'firing', 'critical', early),
              alert('p', 'pending', 'critical', late),
            ],
          }),
        ],
      },
    ],
  });

  it('sorts firing alerts by severity, then longest first', () => {
    expect(view.firing.map(({ alert: { labels } }) => labels['alertname'])).toEqual([
      'c1',
      'c2',
      'w',
    ]);
  });

  it('keeps pending ones apart', () => {
    expect(view.pending.map(({ alert: { labels } }) => labels['alertname'])).toEqual(['p']);
  });

  it('names rules that cannot be evaluated, and does not call them calm', () => {
    expect(view.broken.map(({ rule: { name } }) => name)).toEqual(['broken']);
    expect(view.inactive.map(({ rule: { name } }) => name)).toEqual(['quiet', 'new']);
  });

  it('counts rules that were not evaluated yet', () => {
    expect(view.waiting).toBe(1);
  });
});

describe('isOnlyUnstored', () => {
  it('tells a full disk from a rule that fails', () => {
    const full = '{__name__="ALERTS"}: storage is read-only: the disk of /data has 0 bytes left';
    expect(isOnlyUnstored(rule('a', { health: 'err', lastError: full }))).toBe(true);
    expect(isOnlyUnstored(rule('a', { health: 'err', lastError: 'no' }))).toBe(false);
  });
});

describe('severityRank', () => {
  it('puts an unknown severity between warning and info', () => {
    const rank = severityRank('purple');
    expect(rank).toBeGreaterThan(severityRank('WARNING'));
    expect(rank).toBeLessThan(severityRank('info'));
    expect(severityRank(undefined)).toBe(rank);
  });
});

describe('isWebLink', () => {
  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    ' https://a',
    'https://a b',
    '//a',
    'see https://a',
  ])('refuses %j', (text) => {
    expect(isWebLink(text)).toBe(false);
  });

  it('accepts the web', () => {
    expect(isWebLink('https://example.org/runbooks/x#y')).toBe(true);
  });
});
