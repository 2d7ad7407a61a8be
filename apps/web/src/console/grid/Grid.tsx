import { type ParameterValues, parameterValue } from '@huiji/domain/parameter';
import { Button, Checkbox } from 'antd';
import { usePages } from '../../client/paged.js';
import { Answered, Empty } from '../../page/states.js';
import { moment } from '../../words/dates.js';
import type { Scope } from '../scope/scope.js';
import './grid.css';
import { Grid as GridOperation, type GridFormQuery, type GridQuery } from './generated/grid.js';
import { Export } from '../export/Export.js';
import { GridTable } from './GridTable.js';
import { differing, rowsOf, sorted, sumsOf } from './rows.js';
import { useWords } from './words.js';
import { named } from '../../words/named.js';
import { useAddress } from '../address.js';

type Tables = NonNullable<GridFormQuery['form']>['tables'];

interface Known {
  scope: Scope;
  tables: Tables;
  previous: string;
  /** Whether there is a last period to compare with. */
  compare: boolean;
  parameters: ParameterValues;
}

/** The grid of one body; which table, how sorted, and whether with what waits stands in the address. */
export function Grid(known: Known) {
  const say = useWords();
  const [{ table: asked, waiting }] = useAddress();
  const table = known.tables.find(({ code }) => code === asked) ?? known.tables[0];
  const codes = table?.cells.map(({ code }) => code) ?? [];
  const { scope, previous, compare } = known;
  const answer = usePages(
    GridOperation,
    { ...scope, previous, compare, codes, waiting: waiting === 'shown' },
    ({ rollup }) => rollup?.children.pageInfo ?? { hasNextPage: false, endCursor: null },
  );
  if (!table) return <Empty>{say('gone')}</Empty>;
  return (
    <>
      <Tools {...known} table={table} />
      <Answered answer={answer}>
        {({ pages }) => (
          <>
            <Below {...known} table={table} pages={pages} whole={!answer.hasNextPage} />
            <Export key={JSON.stringify(scope)} of={{ ...scope, table: 'GRID' }} />
            {answer.hasNextPage && (
              <p>
                {say('moreHint')}{' '}
                <Button loading={answer.isFetchingNextPage} onClick={() => void answer.fetchNextPage()}>
                  {say('more')}
                </Button>
              </p>
            )}
          </>
        )}
      </Answered>
    </>
  );
}

function Tools({ tables, table, previous, compare, parameters }: Known & { table: Tables[number] }) {
  const say = useWords();
  const [{ waiting }, go] = useAddress();
  return (
    <>
      <div className="scope">
        <label>
          {say('table')}
          <select
            className="choice"
            value={table.code}
            onChange={({ target }) => go({ table: target.value, sort: undefined, order: undefined })}
          >
            {tables.map(({ code, zh, en }) => (
              <option key={code} value={code}>
                {named({ zh, en })}
              </option>
            ))}
          </select>
        </label>
        <Checkbox
          checked={waiting === 'shown'}
          onChange={({ target }) => go({ waiting: target.checked ? 'shown' : undefined }, { replace: true })}
        >
          {say('waiting')}
        </Checkbox>
      </div>
      <p className="quiet-text">
        {compare
          ? say('legend', {
              previous,
              percent: parameterValue(parameters, 'change_percent'),
              least: parameterValue(parameters, 'change_persons'),
            })
          : say('noPrevious', { previous })}
      </p>
    </>
  );
}

function Below({
  table,
  pages,
  parameters,
  whole,
}: Known & { table: Tables[number]; pages: readonly GridQuery[]; whole: boolean }) {
  const say = useWords();
  const [{ sort, order }, go] = useAddress();
  const total = pages[0]?.rollup;
  if (!total) return <Empty>{say('gone')}</Empty>;
  const rows = rowsOf(pages, table.cells, parameters);
  const wrong = differing(sumsOf(total.own.cells, rows, table.cells), total.cells, table.cells);
  const { parent } = total.union;
  const { reportsAccepted: accepted, reportsExpected: expected, pending } = total;
  return (
    <>
      <h2>{total.name}</h2>
      <p>
        {say('coverage', { accepted, expected, upTo: moment(total.upTo) })}{' '}
        {pending > 0 && say('pending', { count: pending })}{' '}
        {parent && (
          <Button size="small" onClick={() => go({ union: parent.code })}>
            {say('up', { name: parent.name })}
          </Button>
        )}
      </p>
      {rows.length === 0 ? (
        <Empty>{say('empty')}</Empty>
      ) : (
        <GridTable
          name={`${total.name} ${named(table)}`}
          columns={table.cells}
          rows={sorted(
            rows,
            table.cells.find(({ code }) => code === sort),
            order !== 'up',
          )}
          {...{ total, wrong: whole ? wrong : [] }}
        />
      )}
      {whole && rows.length > 0 && (
        <p role="status" className={wrong.length === 0 ? 'quiet-text' : 'problem'}>
          {wrong.length === 0 ? `✓ ${say('agrees')}` : say('differs', { count: wrong.length })}
        </p>
      )}
    </>
  );
}
