import { Button } from 'antd';
import { type ClipboardEvent, type FormEvent, useState } from 'react';
import { useActKey } from '../../client/act-key.js';
import { useSend } from '../../client/answers.js';
import { usePages } from '../../client/paged.js';
import { bodiesFor, type Me } from '../../client/session.js';
import { readBlock } from '../../page/block.js';
import { Answered, Empty, Failed } from '../../page/states.js';
import { today } from '../../words/dates.js';
import { sentence } from '../../words/sentence.js';
import { ExportList } from '../export/Export.js';
import { More } from '../More.js';
import { HomePlans, type HomeTrack, PlanHomes } from './generated/homes.js';
import {
  type AllChosen,
  linesOf,
  mostLines,
  pastePlan,
  type PlanPasted,
  type PlanRow,
  planRows,
  type PlanYear,
  planYears,
} from './plan.js';
import { useWords as usePlanWords } from './plan-words.js';
import { PlanTable } from './PlanTable.js';
import { useWords } from './words.js';

interface Props {
  me: Me;
  of: { unionCode: string; track: HomeTrack };
}

/** 三年规划: which grade each grassroots union below a body is to reach in which year. */
export function Plan({ me, of }: Props) {
  const say = useWords();
  const plan = usePlanWords();
  const year = Number(today().slice(0, 4));
  const asked = {
    ...{ ...of, year, next: year + 1, last: year + 2 },
    // A plan is read with the list of a day of its year.
    ...{ inNext: `${year + 1}-01-01`, inLast: `${year + 2}-01-01` },
  };
  const answer = usePages(HomePlans, asked, ({ thisYear }) => thisYear.pageInfo);
  const mayPlan = bodiesFor(me, 'PLAN_HOMES', { below: true }).length > 0;
  return (
    <Answered answer={answer}>
      {({ pages }) => {
        const rows = planRows(pages, year);
        const years = planYears(pages[0]!, year);
        if (rows.length === 0) return <Empty>{say('noneBelow')}</Empty>;
        return (
          <>
            <h1>
              {plan('title', {
                name: pages[0]?.tradeUnion?.name ?? of.unionCode,
                from: year,
                until: year + 2,
              })}
            </h1>
            <ExportList of={{ list: 'HOME_PLAN', ...of }} />
            {mayPlan ? (
              <Planning track={of.track} rows={rows} years={years} />
            ) : (
              <PlanTable rows={rows} years={years} />
            )}
            <More pages={answer} />
          </>
        );
      }}
    </Answered>
  );
}

interface PlanningProps {
  track: HomeTrack;
  rows: readonly PlanRow[];
  years: readonly PlanYear[];
}

/** The plan as it is chosen or pasted, saved all at once. */
function Planning({ track, rows, years }: PlanningProps) {
  const say = usePlanWords();
  const keyOf = useActKey();
  const sent = useSend(PlanHomes);
  const [chosen, setChosen] = useState<AllChosen>({});
  const [pasted, setPasted] = useState<PlanPasted | null>(null);
  const choose = (more: AllChosen): void =>
    setChosen((now) => ({
      ...now,
      ...Object.fromEntries(Object.entries(more).map(([id, years]) => [id, { ...now[id], ...years }])),
    }));
  const paste = (event: ClipboardEvent, place: { start: number; from: number }): void => {
    event.preventDefault();
    const block = readBlock(event.clipboardData.getData('text'));
    const plan = pastePlan(block, rows, years, place);
    choose(plan.chosen);
    setPasted(plan);
  };
  const lines = linesOf(rows, chosen);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const input = { track, lines };
    sent.mutate(
      { input: { ...input, idempotencyKey: keyOf(input) } },
      {
        onSuccess: ({ planHomes }) => {
          if (planHomes.userErrors.length > 0) return;
          setChosen({});
          setPasted(null);
        },
      },
    );
  };
  const problems = sent.data?.planHomes.userErrors ?? [];
  // Of which line: what was sent stands in the variables.
  const lineOf = (row: number): string => {
    const line = sent.variables?.input.lines[row - 1];
    const name = rows.find(({ union }) => union.id === line?.unionId)?.union.name;
    return name && line ? say('line', { name, year: line.year }) : '';
  };
  const tooMany = lines.length > mostLines;
  return (
    <form onSubmit={submit}>
      <p className="dim">{say('hint')}</p>
      <PlanTable
        rows={rows}
        years={years}
        chosen={chosen}
        choose={(unionId, year, grade) => choose({ [unionId]: { [year]: grade } })}
        paste={paste}
      />
      <p role="status" className="dim">
        {pasted ? say('pasted', { count: Object.keys(pasted.chosen).length }) : say('pasteHint')}{' '}
        {pasted && pasted.leftOver > 0 && <strong>{say('leftOver', { count: pasted.leftOver })}</strong>}{' '}
        {pasted && pasted.unread > 0 && <strong>{say('unread', { count: pasted.unread })}</strong>}
      </p>
      {sent.error && <Failed error={sent.error} />}
      <div role="alert">
        {problems.map((one) => (
          <p key={`${one.code} ${one.row}`} className="problem">
            {one.row !== null && `${lineOf(one.row)} `}
            {sentence(one)}
          </p>
        ))}
        {tooMany && <p className="problem">{say('tooMany', { most: mostLines })}</p>}
      </div>
      <Button
        htmlType="submit"
        type="primary"
        disabled={lines.length === 0 || tooMany}
        loading={sent.isPending}
      >
        {say('save')}
      </Button>
      <p role="status" className="dim">
        {lines.length > 0
          ? say('changed', { count: lines.length })
          : say(sent.data && problems.length === 0 ? 'saved' : 'nothingChanged')}
      </p>
    </form>
  );
}
