import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { asked } from '../../../client/answers.js';
import { type Level, type RuleScope, TryRules, type TryRulesQuery } from '../generated/forms.js';
import { readTrial } from '../trial.js';
import { cellsOf, definitionOf, type Draft } from './draft.js';

export type Hit = TryRulesQuery['tryRules']['hits'][number];

/** What the server says is wrong with a draft, and where. */
export type Wrong = TryRulesQuery['tryRules']['userErrors'][number];

/** A value once it has stood still for half a second. */
function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), 500);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

/** Holds a draft against the server while it is written: what is wrong with it, and what its checks find in the figures typed. */
export function useTrial(draft: Draft, scope: RuleScope, level: Level | null) {
  const settled = useSettled(draft);
  const input = useMemo(() => {
    const { cells, previous } = readTrial(settled.tried, cellsOf(settled));
    return { definition: definitionOf(settled), scope, level, cells, previous };
  }, [settled, scope, level]);
  const answer = useQuery({
    ...asked(TryRules, { input }),
    ...{ placeholderData: keepPreviousData, gcTime: 0, staleTime: Infinity },
  });
  return {
    hits: answer.data?.tryRules.hits ?? [],
    wrong: answer.data?.tryRules.userErrors ?? [],
    /** Whether the answer is about an older draft. */
    older: settled !== draft || answer.isFetching,
    error: answer.error,
  };
}
