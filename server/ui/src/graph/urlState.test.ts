import { describe, expect, it } from 'vitest';
import { graphLink, readState, type GraphState } from './urlState';

const search = (link: string): string => link.slice('graph'.length);

describe('readState', () => {
  it('reads a link made by Prometheus', () => {
    const link =
      '?g0.expr=up%20%3D%3D%200&g0.tab=1&g0.range_input=6h&g0.end_input=2026-11-20%2018%3A55%3A27';
    expect(readState(link)).toEqual({
      expr: 'up == 0',
      tab: 'table',
      rangeSeconds: 21_600,
      end: 1_795_200_927,
      refreshSeconds: 0,
    });
  });

  it('takes the default for whatever is unreadable', () => {
    const odd = '?g0.tab=9&g0.range_input=soon&g0.end_input=later&refresh=1ms';
    expect(readState(odd)).toEqual(readState(''));
    expect(readState('?g0.range_input=0s').rangeSeconds).toBe(3600);
  });

  it('bounds an absurd range', () => {
    expect(readState('?g0.range_input=99999y').rangeSeconds).toBe(10 * 365 * 86_400);
  });
});

describe('graphLink', () => {
  it('is short when everything has its default', () => {
    expect(graphLink(readState(''))).toBe('graph');
  });

  it.each<GraphState>([
    {
      expr: 'a{b="c&d=#%+"}',
      tab: 'graph',
      rangeSeconds: 252,
      end: 1_795_200_927,
      refreshSeconds: 0,
    },
    {
      expr: 'sum(x)\n/ 2',
      tab: 'table',
      rangeSeconds: 604_800,
      end: undefined,
      refreshSeconds: 15,
    },
    { expr: '', tab: 'table', rangeSeconds: 3600, end: undefined, refreshSeconds: 60 },
  ])('is undone by readState: $expr', (state) => {
    expect(readState(search(graphLink(state)))).toEqual(state);
  });
});
