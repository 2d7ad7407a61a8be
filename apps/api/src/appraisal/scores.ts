import { type AppraisalScore, readItemScores } from '@huiji/domain/appraisal';
import { type AppraisalScheme, mostItems } from '@huiji/domain/appraisal-scheme';
import { refuse } from '@huiji/domain/problem';
import { optionalText } from '../graphql/text.js';

/** What an item is given, as it was sent. */
export interface ScoreInput {
  item: string;
  points?: string | null;
  note?: string | null;
}

/** Scores as they are to stand: what `readItemScores` refuses, REQUEST_TOO_LARGE, FIELD_TOO_LONG. */
export function scoresSent(
  scheme: AppraisalScheme,
  sent: readonly ScoreInput[],
  row?: number,
): AppraisalScore[] {
  const field = 'scores';
  if (sent.length > mostItems) refuse('REQUEST_TOO_LARGE', { what: field, limit: mostItems }, { field });
  const texts = sent.map(({ note, ...score }) => ({ ...score, note: optionalText('note', note, 500) }));
  return readItemScores(scheme, texts, row);
}
