import { grouped } from '../../words/figures.js';

/** How many of how many, and what share that is; a dash where there is no share. */
export function Rate({ part, of, rate }: { part: number; of: number; rate: string | null }) {
  return <td className="number">{rate === null ? '—' : `${part}/${of} ${grouped(rate)} %`}</td>;
}
