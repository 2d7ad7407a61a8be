import { grouped, unitBehind } from '../../words/figures.js';
import type { Target } from './plan.js';
import { useWords } from './words.js';

/** A figure of a row; a dash where there is none. */
export function Figure({
  value,
  unit = '',
  mark = 'EXACT',
}: {
  value: string | null;
  unit?: string;
  mark?: string;
}) {
  return (
    <td className="number">
      {value === null ? '—' : `${mark === 'ABOUT' ? '≈ ' : mark === 'AT_LEAST' ? '≥ ' : ''}${grouped(value)}`}
      {value !== null && <small>{unitBehind(unit)}</small>}
    </td>
  );
}

/** 完成率: in figures and as a bar, and whether it lags behind the year. */
export function Completion({ target }: { target: Omit<Target, 'measure'> | undefined }) {
  const say = useWords();
  const rate = target?.completion ?? null;
  return (
    <td className="number">
      {rate === null ? (
        <span className="dim">{target ? say('nothingYet') : '—'}</span>
      ) : (
        <>
          {grouped(rate)} %
          <progress aria-label={say('completion')} max={100} value={Math.min(100, Number(rate))} />
        </>
      )}
      {rate !== null && Boolean(target?.missing) && (
        <span className="dim targets-missing">{say('missingReports', { count: target?.missing ?? 0 })}</span>
      )}
      {target?.behind && <span className="badge alarm">{say('behind')}</span>}
    </td>
  );
}
