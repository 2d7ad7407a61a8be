import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  afterStep,
  mostTransferred,
  nettingsOf,
  stepsOpen,
  takesStep,
  transferNumber,
  type TransferOrder,
  transferProblems,
  transferStates,
  type TransferStep,
  transferSteps,
} from './transfer.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

const order = (more: Partial<TransferOrder> = {}): TransferOrder => ({
  ...{ number: 'G1-2026-001', fromUnionId: 'sender', toUnionId: 'receiver', state: 'SENT' },
  ...{ sentOn: '2026-08-20', countedOn: null },
  ...more,
});
const accepted = (more: Partial<TransferOrder> = {}): TransferOrder =>
  order({ state: 'ACCEPTED', countedOn: '2026-08-25', ...more });
const codeOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return (error as { problems: Array<{ code: string }> }).problems[0]?.code;
  }
};

describe('an order', () => {
  test('is answered once, and taken back only after it was accepted and before a FINAL period counts it', () => {
    const becomes = {
      ACCEPT: 'ACCEPTED',
      DECLINE: 'DECLINED',
      WITHDRAW: 'WITHDRAWN',
      CANCEL: 'TRANSFER_SETTLED',
    };
    for (const step of transferSteps)
      expect(codeOf(() => afterStep(order(), step, false))).toBe(becomes[step]);
    for (const state of transferStates.filter((one) => one !== 'SENT'))
      for (const step of ['ACCEPT', 'DECLINE', 'WITHDRAW'] as const)
        expect(codeOf(() => afterStep(order({ state }), step, false))).toBe('TRANSFER_SETTLED');
    expect(afterStep(accepted(), 'CANCEL', false)).toBe('CANCELLED');
    expect(codeOf(() => afterStep(accepted(), 'CANCEL', true))).toBe('TRANSFER_FINAL');
  });

  test('is answered by its receiver and withdrawn by its sender; with one side outside, by the other', () => {
    const who = (one: TransferOrder) => transferSteps.map((step) => takesStep(step, one));
    expect(who(order())).toEqual(['receiver', 'receiver', 'sender', 'receiver']);
    expect(who(order({ toUnionId: null }))).toEqual(['sender', 'sender', 'sender', 'sender']);
    expect(who(order({ fromUnionId: null }))).toEqual(['receiver', 'receiver', 'receiver', 'receiver']);
  });

  test('offers whoever files for a side what afterStep admits of it, and nothing else', () => {
    const filers = [['sender'], ['receiver'], ['sender', 'receiver'], []];
    for (const state of transferStates)
      for (const final of [true, false])
        for (const mine of filers) {
          const one = order({ state, countedOn: state === 'ACCEPTED' ? '2026-08-25' : null });
          const admitted = (step: TransferStep): boolean =>
            !String(codeOf(() => afterStep(one, step, final))).startsWith('TRANSFER_');
          expect(stepsOpen(one, { filesFor: (union) => mine.includes(union), final })).toEqual(
            transferSteps.filter((step) => admitted(step) && mine.includes(takesStep(step, one)!)),
          );
        }
  });

  test('needs somebody who goes, and two unions', () => {
    const codes = (more: object) =>
      transferProblems({ fromUnionId: 'a', toUnionId: 'b', members: 1, ...more }).map(({ code }) => code);
    expect(codes({})).toEqual([]);
    expect(codes({ members: mostTransferred })).toEqual([]);
    expect(codes({ members: mostTransferred + 1 })).toEqual(['NUMBER_OUT_OF_RANGE']);
    expect(codes({ members: 0, toUnionId: 'a' })).toEqual(['NUMBER_OUT_OF_RANGE', 'TRANSFER_TO_ITSELF']);
    expect(transferNumber('LJ-01', '2026-08-20', 7)).toBe('LJ-01-2026-007');
    expect(transferNumber('LJ-01', '2026-08-20', 1_234)).toBe('LJ-01-2026-1234');
  });
});

test(`members net out where their unions meet: every subtree counts what came from without and what left (SEED=${seed})`, () => {
  const size = 12;
  // Union 0 is the root; each other stands below one that is before it.
  const trees = fc.tuple(...Array.from({ length: size - 1 }, (_, n) => fc.nat({ max: n })));
  const union = fc.integer({ min: 1, max: size - 1 });
  const booked = fc.array(fc.tuple(union, union, fc.bigInt({ min: 1n, max: 500n })), { maxLength: 40 });
  fc.assert(
    fc.property(trees, booked, (parents, pairs) => {
      const above = (id: string): string[] => {
        const ids: string[] = [];
        for (let at = Number(id); at > 0;) ids.push(String((at = parents[at - 1] ?? 0)));
        return ids;
      };
      const orders = pairs
        .filter(([from, to]) => from !== to)
        .map(([from, to, members]) => ({ fromUnionId: String(from), toUnionId: String(to), members }));
      const nettings = nettingsOf(orders, above);
      for (let n = 0; n < size; n += 1) {
        const inside = (id: string): boolean => [id, ...above(id)].includes(String(n));
        const sum = (keep: (order: (typeof orders)[number]) => boolean): bigint =>
          orders.filter(keep).reduce((all, { members }) => all + members, 0n);
        const netted = [...nettings]
          .filter(([id]) => inside(id))
          .reduce((all, [, members]) => all + members, 0n);
        const [came, went] = [sum((one) => inside(one.toUnionId)), sum((one) => inside(one.fromUnionId))];
        expect([came - netted, went - netted]).toEqual([
          sum((one) => inside(one.toUnionId) && !inside(one.fromUnionId)),
          sum((one) => inside(one.fromUnionId) && !inside(one.toUnionId)),
        ]);
      }
      expect(nettings.get('0') ?? 0n).toBeGreaterThanOrEqual(0n);
    }),
    { seed },
  );
});
