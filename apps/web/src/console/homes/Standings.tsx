import { Link } from '@tanstack/react-router';
import { usePages } from '../../client/paged.js';
import { Answered, Empty } from '../../page/states.js';
import { grouped } from '../../words/figures.js';
import { named } from '../../words/named.js';
import { ExportList } from '../export/Export.js';
import { More } from '../More.js';
import { Wide } from '../Wide.js';
import { HomeList, type HomeListQuery, type HomeTrack } from './generated/homes.js';
import { dues, type Seen, useHomesAddress, yearOf } from './seen.js';
import { Dues, Flags, gradeName } from './shown.js';
import { useWords } from './words.js';

type Standing = HomeListQuery['homeStandings']['nodes'][number];
type Grades = HomeListQuery['homeStandard']['grades'];

/** The grassroots unions at and below a body: those at a grade, those for whom something waits, or all. */
export function Standings({ of }: { of: Seen & { track: HomeTrack } }) {
  const say = useWords();
  const [{ grade, due }] = useHomesAddress();
  const narrowed = {
    grade: grade === undefined ? null : Number(grade),
    due: dues.find((one) => one === due) ?? null,
  };
  const asked = { ...of, year: yearOf(of.on), ...narrowed };
  const listed = { list: 'HOMES' as const, ...of, ...narrowed };
  const answer = usePages(HomeList, asked, ({ homeStandings }) => homeStandings.pageInfo);
  return (
    <Answered answer={answer}>
      {({ pages }) => {
        const { tradeUnion, homeStandard } = pages[0]!;
        const standings = pages.flatMap(({ homeStandings }) => homeStandings.nodes);
        return (
          <>
            <h1>{say('titleOf', { name: tradeUnion?.name ?? of.unionCode })}</h1>
            <Filters grades={homeStandard.grades} />
            {standings.length === 0 ? (
              <Empty>{say('nobody')}</Empty>
            ) : (
              <>
                <ExportList key={JSON.stringify(listed)} of={listed} />
                <List standings={standings} grades={homeStandard.grades} />
              </>
            )}
            <More pages={answer} />
          </>
        );
      }}
    </Answered>
  );
}

function Filters({ grades }: { grades: Grades }) {
  const say = useWords();
  const [{ grade = '', due = '' }, go] = useHomesAddress();
  return (
    <div className="scope">
      <label>
        {say('filterGrade')}
        <select
          className="choice"
          value={grade}
          onChange={({ target }) => go({ grade: target.value || undefined }, { replace: true })}
        >
          <option value="">{say('all')}</option>
          <option value="0">{say('none')}</option>
          {grades.map((one) => (
            <option key={one.grade} value={one.grade}>
              {named(one)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {say('filterDue')}
        <select
          className="choice"
          value={due}
          onChange={({ target }) => go({ due: target.value || undefined }, { replace: true })}
        >
          <option value="">{say('all')}</option>
          {dues.map((one) => (
            <option key={one} value={one}>
              {say(one)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

function List({ standings, grades }: { standings: readonly Standing[]; grades: Grades }) {
  const say = useWords();
  const [address] = useHomesAddress();
  const year = address.on?.slice(0, 4);
  return (
    <Wide label={say('list')}>
      <table className="figures">
        <thead>
          <tr>
            {(['union', 'held', 'plannedGrade'] as const).map((column) => (
              <th key={column} scope="col">
                {say(column)}
              </th>
            ))}
            {(['selfScore', 'inspectionScore', 'satisfiedPercent'] as const).map((column) => (
              <th key={column} scope="col" className="number">
                {say(column)}
              </th>
            ))}
            <th scope="col">{say('flags')}</th>
            <th scope="col">{say('due')}</th>
          </tr>
        </thead>
        <tbody>
          {standings.map(({ union, held, planned, ...standing }) => (
            <tr key={union.id}>
              <th scope="row">
                <Link to="/homes" search={{ ...address, home: union.code, year }}>
                  {union.name}
                </Link>
              </th>
              <td>
                {held ? named(held) : <span className="dim">{say('none')}</span>}{' '}
                {held && <span className="dim">{held.documentNo}</span>}
              </td>
              <td>{planned === null ? '' : gradeName(grades, planned)}</td>
              <td className="number">{grouped(standing.assessed)}</td>
              <td className="number">{grouped(standing.inspected)}</td>
              <td className="number">
                {standing.satisfiedPercent !== null && `${grouped(standing.satisfiedPercent)} %`}
              </td>
              <td className="words-cell">
                <Flags flags={standing.flags} />
              </td>
              <td>
                <Dues due={standing.due} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}
