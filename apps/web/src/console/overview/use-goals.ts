import { useAnswer } from '../../client/answers.js';
import type { Scope } from '../scope/scope.js';
import { Goals, type GoalsQuery } from './generated/overview.js';
import { yearOf } from './links.js';

export type BookOfGoals = GoalsQuery['targetBook'];

/** The targets of the body for the year that the period lies in; undefined until they are known. */
export const useGoals = ({ unionCode, form, period }: Scope): BookOfGoals | undefined =>
  useAnswer(Goals, { unionCode, form, period: yearOf({ period }) }).data?.targetBook;
