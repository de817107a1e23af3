import { describe, expect, it } from 'vitest';
import { timeLabels } from './timeAxis';

const local = (text: string): number => new Date(text).getTime() / 1000;

describe('timeLabels', () => {
  it('names the date at the first tick and where a day begins', () => {
    const ticks = ['2026-11-20T23:00', '2026-11-20T23:30', '2026-11-21T00:00'].map(local);
    expect(timeLabels(ticks, 1800)).toEqual(['23:00\n2026-11-20', '23:30', '00:00\n2026-11-21']);
  });

  it('shows seconds only when ticks need them', () => {
    expect(timeLabels([local('2026-11-20T12:00:05')], 5)[0]).toContain('12:00:05');
  });

  it('shows dates alone for days', () => {
    expect(timeLabels([local('2026-11-20T00:00')], 86_400)).toEqual(['11-20']);
  });
});
