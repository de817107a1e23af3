import { describe, expect, it } from 'vitest';
import { complete, insertCompletion, rankOf, wordAt } from './completion';

const METRICS = [
  'node_cpu_seconds_total',
  'process_cpu_seconds_total',
  'up',
  'cpu',
  'uptime_seconds',
];
const texts = (typed: string): string[] => complete(typed, METRICS).map(({ text }) => text);

describe('wordAt', () => {
  const at = (marked: string): string | undefined =>
    wordAt(marked.replace('|', ''), marked.indexOf('|'))?.text;

  it.each([
    ['ra|', 'ra'],
    ['rate(node_c|', 'node_c'],
    ['a + b:c|d', 'b:c'],
    ['up{job="x"} + no|', 'no'],
    ['sum by (job) (no|', 'no'],
    ['"a\\"b" + u|', 'u'],
    ['# note "\nup|', 'up'],
    ['|', ''],
  ])('of %j is %j', (marked, word) => {
    expect(at(marked)).toBe(word);
  });

  it.each([
    'up{jo|',
    'up{job="x|',
    'rate(up[5|',
    'sum by (jo|',
    'a on(in|',
    '5m|',
    '"te|',
    '# com|',
  ])('is none in %j', (marked) => {
    expect(at(marked)).toBeUndefined();
  });
});

describe('complete', () => {
  it('puts the exact name first', () => {
    expect(texts('up').slice(0, 2)).toEqual(['up', 'uptime_seconds']);
    expect(texts('rate')[0]).toBe('rate');
  });

  it('puts the beginning of a name before the beginning of a part', () => {
    expect(texts('cpu')).toEqual(['cpu', 'node_cpu_seconds_total', 'process_cpu_seconds_total']);
  });

  it('finds parts in order and first letters', () => {
    expect(texts('no_sec')).toEqual(['node_cpu_seconds_total']);
    expect(texts('ncst')).toEqual(['node_cpu_seconds_total']);
    expect(rankOf('node_memory_MemFree_bytes', 'nmmf')).toBeDefined();
  });

  it('does not find letters strewn over a name', () => {
    expect(rankOf('node_disk_flush_requests_time_seconds_total', 'histo')).toBeUndefined();
  });

  it('ignores case and finds nothing for nonsense', () => {
    expect(texts('NODE_C')).toEqual(['node_cpu_seconds_total']);
    expect(texts('zzz')).toEqual([]);
  });

  it('stays short with many names', () => {
    const many = Array.from({ length: 10_000 }, (_, i) => `metric_${i}`);
    expect(complete('metric', many).length).toBeLessThanOrEqual(40);
  });
});

describe('insertCompletion', () => {
  const rate = { text: 'rate', kind: 'function', insert: 'rate(', detail: '' } as const;

  it('replaces the word up to the caret and opens a function', () => {
    expect(insertCompletion('1 + ra * 2', 4, 6, rate)).toEqual({ text: '1 + rate( * 2', caret: 9 });
  });

  it('does not double a parenthesis', () => {
    expect(insertCompletion('ra(up)', 0, 2, rate)).toEqual({ text: 'rate(up)', caret: 5 });
  });
});
