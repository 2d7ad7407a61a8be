import { today } from '../../words/dates.js';
import { useAddress } from '../address.js';
import type {
  HomeDue,
  HomeOfUnionQuery,
  HomesShownFragment,
  HomeTrack,
  StandardShownFragment,
} from './generated/homes.js';

export type File = HomeOfUnionQuery['homeFile'];
export type Tally = HomesShownFragment;
export type Standard = StandardShownFragment;
export type Grade = Standard['grades'][number];

export const tracks: readonly HomeTrack[] = ['LOCAL', 'SYSTEM'];
export const dues: readonly HomeDue[] = [
  ...(['ASSESSMENT', 'INSPECTION', 'EVALUATION', 'AWARD', 'RECHECK', 'RENEWAL'] as const),
];

/** From where, on which day and on which track the homes are looked at; a track that is null is both. */
export interface Seen {
  unionCode: string;
  on: string | undefined;
  track: HomeTrack | null;
}

/** What the pages of homes keep in their address. `home`: the union whose file is open. */
export const useHomesAddress = useAddress<
  'union' | 'on' | 'track' | 'tab' | 'grade' | 'due' | 'home' | 'year'
>;

/** The track that an address names: 地方 unless it names another. */
export const trackOf = (track: string | undefined): HomeTrack | null =>
  track === 'BOTH' ? null : track === 'SYSTEM' ? 'SYSTEM' : 'LOCAL';

/** The year that a day of an address lies in; this year where it names none. */
export const yearOf = (on: string | undefined): number => Number((on ?? today()).slice(0, 4));

/** The criteria that a grade asks for, each with the most points that it can give. */
export const criteriaOf = (
  { criteria }: Pick<Standard, 'criteria'>,
  grade: number,
): { code: string; text: string; most: string }[] =>
  criteria.flatMap(({ code, text, points }) => {
    const most = points[grade - 1] ?? null;
    return most === null ? [] : [{ code, text, most }];
  });
