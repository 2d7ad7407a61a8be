import { grouped } from '../../words/figures.js';
import type { GridQuery } from './generated/grid.js';
import type { Cell, Column, Row, Shown } from './rows.js';
import { useWords } from './words.js';
import { named } from '../../words/named.js';
import { useAddress } from '../address.js';
import { Netted } from '../transfers/Netted.js';
import { Wide } from '../Wide.js';

/** The grid itself: the unions at the left and the cells above stay in sight; a click on a cell's name sorts by it. */
export function GridTable({
  name,
  columns,
  rows,
  total,
  wrong,
}: {
  name: string;
  columns: readonly Column[];
  rows: readonly Row[];
  total: NonNullable<GridQuery['rollup']>;
  wrong: readonly string[];
}) {
  const say = useWords();
  const [, go] = useAddress();
  return (
    <Wide label={name} className="grid-box">
      <table className="figures grid">
        <thead>
          <tr>
            <th scope="col">{say('union')}</th>
            <th scope="col" className="number">
              {say('reports')}
            </th>
            {columns.map((column) => (
              <Heading key={column.code} column={column} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                {row.body ? (
                  <button type="button" className="link-button" onClick={() => go({ union: row.code })}>
                    {row.name}
                  </button>
                ) : (
                  row.name
                )}
              </th>
              <td className="number">{row.reports}</td>
              {columns.map((column) => (
                <Figure key={column.code} shown={row.cells.get(column.code)!} />
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <Foot name={say('own')} cells={total.own.cells} columns={columns} wrong={[]} />
          <Foot
            name={say('sum')}
            reports={`${total.reportsAccepted}/${total.reportsExpected}`}
            cells={total.cells}
            {...{ columns, wrong }}
          />
        </tfoot>
      </table>
    </Wide>
  );
}

function Heading({ column: { code, zh, en, unit } }: { column: Column }) {
  const say = useWords();
  const [{ sort, order }, go] = useAddress();
  const name = named({ zh, en });
  const up = order === 'up';
  const sorting = sort === code;
  return (
    <th scope="col" className="number" aria-sort={sorting ? (up ? 'ascending' : 'descending') : undefined}>
      <button
        type="button"
        className="link-button"
        title={say('sortBy', { name })}
        onClick={() => go({ sort: code, order: sorting && !up ? 'up' : undefined }, { replace: true })}
      >
        {name} <span className="quiet-text">({unit})</span> {sorting && (up ? '↑' : '↓')}
      </button>
    </th>
  );
}

function Figure({ shown: { value, mark, waits, muchSince } }: { shown: Shown }) {
  const say = useWords();
  const marked = mark === 'MISSING' || mark === 'EXACT' ? '' : ` ${say(mark)}`;
  return (
    <td
      className={muchSince === null ? 'number' : 'number much'}
      title={muchSince === null ? undefined : say('much', { then: grouped(muchSince) })}
    >
      {muchSince !== null && '▲ '}
      {waits ? <em title={say('waits')}>{grouped(value) + marked}</em> : grouped(value) + marked}
    </td>
  );
}

function Foot({
  name,
  reports = '',
  cells,
  columns,
  wrong,
}: {
  name: string;
  reports?: string;
  cells: readonly Cell[];
  columns: readonly Column[];
  wrong: readonly string[];
}) {
  const say = useWords();
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="number">{reports}</td>
      {columns.map(({ code, adds }) => {
        const cell = cells.find((one) => one.cell === code);
        const marked = cell?.mark === 'AT_LEAST' || cell?.mark === 'ABOUT' ? ` ${say(cell.mark)}` : '';
        return (
          <td key={code} data-cell={code} className={wrong.includes(code) ? 'number much' : 'number'}>
            {adds ? (
              <>
                {grouped(cell?.value ?? null) + marked}
                <Netted cell={code} value={cell?.value ?? null} />
              </>
            ) : (
              <span className="quiet-text">{say('notAdded')}</span>
            )}
          </td>
        );
      })}
    </tr>
  );
}
