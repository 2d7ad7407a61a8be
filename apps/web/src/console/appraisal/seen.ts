import { useAddress } from '../address.js';
import type {
  AppraisalItemKind,
  AppraisalOfQuery,
  AppraisedShownFragment,
  SchemeShownFragment,
} from './generated/appraisal.js';

export type Appraisal = AppraisalOfQuery['appraisal'];
export type Row = Appraisal['children']['nodes'][number];
export type Appraised = AppraisedShownFragment;
export type Scheme = SchemeShownFragment;
export type Item = Scheme['items'][number];

export const kinds: readonly AppraisalItemKind[] = ['SCORED', 'BONUS', 'DEDUCTION'];

/** What the pages of appraisals keep in their address. `of`: the union that is looked at. */
export const useAppraisalAddress = useAddress<'union' | 'form' | 'period' | 'tab' | 'of'>;
