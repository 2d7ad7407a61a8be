import { layoutOf } from '@huiji/domain/form';
import { shippedForm } from '@huiji/domain/shipped-forms';
import { runRules } from '@huiji/domain/rule-run';
import { trialInput } from '@huiji/domain/rule-trial';
import { type Figures, median } from './figures.js';

const runs = 1_000;

/** What all rules of a filled quarterly return cost, with the returns they look back at, and of a blank one. */
export function ruleCosts(): Figures {
  const form = shippedForm('work-q');
  const cells = layoutOf(form).parts.flatMap(({ positions }) => positions);
  const figures = Object.fromEntries(cells.map((cell, at) => [cell.code, String(100 + (at % 7))]));
  const rows = {
    wc_session: [
      { session_no: '4', held_on: '2026-07-09', due: '108', present: '88', proxy: '16', absent: '4' },
    ],
    wc_ballot: [{ session_no: '4', item: '方案', for: '76', against: '1', abstain: '27', passed: true }],
    trn_class: [{ name: '全年', classes: '17', person_times: '1236', person_days: '2122' }],
  };
  const around = { previous: figures, lastYear: figures, earlier: [figures, figures] };
  const filled = trialInput(form, { figures, rows, ...around });
  const blank = trialInput(form, {});
  const first = timed(() => runRules(form, filled, 'FILED'));
  const of = (input: typeof filled) =>
    median(Array.from({ length: runs }, () => timed(() => runRules(form, input, 'FILED'))));
  return {
    'rules of work-q': form.rules.length,
    'of these on a return (FILED)': form.rules.filter((rule) => rule.scope === 'FILED').length,
    'hits of the filled return': runRules(form, filled, 'FILED').length,
    'first run of a form version, ms': first.toFixed(1),
    'all rules of a filled return, median ms': of(filled).toFixed(3),
    'all rules of a blank return, median ms': of(blank).toFixed(3),
  };
}

function timed(run: () => unknown): number {
  const began = performance.now();
  run();
  return performance.now() - began;
}
