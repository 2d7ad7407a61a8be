import { type Form, layoutOf } from './form.js';
import type { Indicator } from './indicator.js';

/** The ratios of a catalogue whose counts a form holds and adds up: the only ones that a total can be divided into. */
export function ratiosOf(form: Form, indicators: Iterable<Indicator>): Indicator[] {
  const holds = (codes: readonly string[] | undefined): boolean =>
    codes?.every((code) => layoutOf(form).cell(code)?.cell.adds) ?? false;
  return [...indicators].filter((one) => holds(one.numerator) && holds(one.denominator));
}
