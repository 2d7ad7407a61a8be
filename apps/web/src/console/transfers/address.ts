import { useAddress } from '../address.js';

/** What the page keeps in its address. */
export const useTransfersAddress = useAddress<'union' | 'state' | 'direction' | 'period'>;
