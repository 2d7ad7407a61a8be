import { describe, expect, it } from '@jest/globals';
import { ballotsOf, counts, readBallots, type WrittenEvaluation } from './ballots.js';

const written: WrittenEvaluation = {
  ...{ seen: 2, heldOn: '2026-09-01', members: '1,200人', issued: '１００', returned: '96票' },
  ...{ satisfied: '80', basically: '0', unsatisfied: '16' },
};

describe('会员评家 as it is typed', () => {
  it('is read as counts, in the ways people write them', () => {
    expect(readBallots(written, (count) => count)).toEqual({
      ...{ heldOn: '2026-09-01', members: 1200, issued: 100, returned: 96 },
      ...{ satisfied: 80, basically: 0, unsatisfied: 16, expectedRevision: 2 },
    });
  });

  it('is refused with everything that is no count, each at its field', () => {
    const wrong = readBallots({ ...written, issued: '一百', basically: '1.5' }, (count) => `<${count}>`);
    expect(wrong).toEqual([
      expect.objectContaining({
        code: 'NOT_A_NUMBER',
        field: 'issued',
        details: { cell: '<issued>', value: '一百' },
      }),
      expect.objectContaining({ code: 'FRACTION', field: 'basically' }),
    ]);
  });

  it('begins with what the server holds, and blank where it holds nothing', () => {
    const evaluation = {
      ...{ revision: 2, heldOn: '2026-09-01', members: 5, issued: 5, returned: 5, satisfied: 5 },
      ...{ basically: 0, unsatisfied: 0, returnedPercent: '100.00', satisfiedPercent: '100.00' },
      ...{ byName: '白兰', at: '2026-09-01T00:00:00Z' },
    };
    const file = { evaluation } as Parameters<typeof ballotsOf>[0];
    expect(ballotsOf(file)).toMatchObject({ seen: 2, heldOn: '2026-09-01', satisfied: '5', basically: '0' });
    const blank = Object.fromEntries(counts.map((count) => [count, '']));
    expect(ballotsOf({ ...file, evaluation: null })).toEqual({ seen: 0, heldOn: '', ...blank });
  });
});
