import { useAddress } from '../address.js';

/** What the page shows: the union chosen, how far the tree is open, which side of the union, and what is sought. */
export const useOrganisationAddress = useAddress<'union' | 'open' | 'tab' | 'text' | 'covered' | 'status'>;
