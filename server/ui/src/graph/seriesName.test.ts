import { describe, expect, it } from 'vitest';
import { fullName, nameSeries, seriesKey } from './seriesName';

describe('nameSeries', () => {
  it('says what all have in common once', () => {
    const naming = nameSeries(
      [
        { __name__: 'cpu', job: 'host', mode: 'idle' },
        { __name__: 'cpu', job: 'host', mode: 'user' },
      ],
      'cpu',
    );
    expect(naming.metric).toBe('cpu');
    expect(naming.common).toEqual([{ name: 'job', value: 'host' }]);
    expect(naming.names).toEqual(['mode="idle"', 'mode="user"']);
  });

  it('keeps metric names that differ', () => {
    const naming = nameSeries(
      [
        { __name__: 'a', x: '1' },
        { __name__: 'b', x: '1' },
      ],
      '',
    );
    expect(naming.metric).toBe('');
    expect(naming.names).toEqual(['a', 'b']);
  });

  it('shows a label that some series lack', () => {
    expect(nameSeries([{ a: '1', b: '2' }, { a: '1' }], 'q').names).toEqual(['b="2"', 'q']);
  });

  it('gives a single series its full name', () => {
    expect(nameSeries([{ __name__: 'up', job: 'x' }], 'up').names).toEqual(['up{job="x"}']);
  });

  it('names a series without labels by its expression', () => {
    expect(nameSeries([{}], 'sum(up)').names).toEqual(['sum(up)']);
    expect(nameSeries([], 'sum(up)').names).toEqual([]);
  });
});

describe('fullName', () => {
  it('escapes values as PromQL does', () => {
    expect(fullName({ __name__: 'm', path: 'C:\\"x"\n' })).toBe('m{path="C:\\\\\\"x\\"\\n"}');
  });
});

describe('seriesKey', () => {
  it('does not depend on the order of labels', () => {
    expect(seriesKey({ a: '1', b: '2' })).toBe(seriesKey({ b: '2', a: '1' }));
  });

  it('tells apart what only looks alike', () => {
    expect(seriesKey({ a: '1,b=2' })).not.toBe(seriesKey({ a: '1', b: '2' }));
  });
});
