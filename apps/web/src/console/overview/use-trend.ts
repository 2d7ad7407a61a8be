import { useQuery } from '@tanstack/react-query';
import { asked, useAnswer } from '../../client/answers.js';
import type { Scope } from '../scope/scope.js';
import { Scopes } from '../scope/generated/scope.js';
import { Trend } from './generated/overview.js';

const most = 12;

/** The figures of a body over the newest periods of the form, the oldest first. */
export function useTrend({ unionCode, form }: Scope, codes: readonly string[]) {
  const known = useAnswer(Scopes, {});
  const periods = (known.data?.periods ?? [])
    .filter((period) => period.forms.includes(form))
    .slice(0, most)
    .map(({ code }) => code)
    .toReversed();
  return useQuery({
    ...asked(Trend, { unionCode, form, periods, codes: [...codes] }),
    enabled: periods.length > 0,
  });
}
