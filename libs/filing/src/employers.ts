import { may } from '@huiji/domain/access';
import type { Readable } from '@huiji/store/coverage';
import type { Actor } from './actor.js';

/** Where whoever reads figures at all may read employers now: at the unions that they work at, or anywhere below. */
export function readableBy({ appointments, today }: Pick<Actor, 'appointments' | 'today'>): Readable {
  const below = appointments.filter((one) => may('READ_FIGURES', [one], '', [one.unionId]));
  return {
    today,
    selves: appointments.map(({ unionId }) => unionId), // every role at a union reads its own
    above: below.map(({ unionId }) => unionId),
  };
}
