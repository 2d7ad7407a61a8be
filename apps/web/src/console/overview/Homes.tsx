import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { grouped } from '../../words/figures.js';
import { language } from '../../words/i18n.js';
import { FigureTable } from '../FigureTable.js';
import type { Scope } from '../scope/scope.js';
import { Drawn } from './Chart.js';
import type { ChartOption } from './charts.js';
import { ToHomes, toTotals, ToTotals } from './links.js';
import type { OverviewQuery } from './generated/overview.js';
import type { ShownCell } from './shown.js';
import { useWords } from './words.js';

interface Props {
  scope: Scope;
  grades: readonly ShownCell[];
  rollup: NonNullable<OverviewQuery['rollup']>;
}

/** How the unions stand on the ladder of 职工之家. */
export function Homes({ scope, grades, rollup: { union, cells } }: Props) {
  const say = useWords();
  const navigate = useNavigate();
  const english = language() === 'en';
  const rows = useMemo(
    () =>
      grades.map(({ code, zh, en }) => ({
        code,
        name: english ? en : zh,
        value: cells.find(({ cell }) => cell === code)?.value ?? null,
      })),
    [grades, cells, english],
  );
  const option = useMemo<ChartOption>(
    () => ({
      animation: false,
      grid: { left: 8, right: 40, top: 8, bottom: 8, outerBoundsMode: 'same' },
      xAxis: { type: 'value', minInterval: 1, axisLabel: { color: '#57606a' } },
      yAxis: {
        type: 'category',
        data: rows.map(({ name }) => name),
        axisLabel: { color: '#57606a', width: 130, overflow: 'break' },
      },
      series: [
        {
          type: 'bar',
          barMaxWidth: 28,
          itemStyle: { color: '#0b5cad' },
          label: {
            show: true,
            position: 'right',
            color: '#1f2328',
            formatter: ({ dataIndex }) => grouped(rows[dataIndex]?.value ?? null),
          },
          // Lengths only: the labels are the decimal strings.
          data: rows.map(({ value }) => (value === null ? '-' : Number(value))),
        },
      ],
    }),
    [rows],
  );
  if (rows.length === 0) return null;
  const figureOf = (cell: string) => ({ ...scope, unionId: union.id, cell });
  return (
    <section aria-labelledby="homes" className="overview-panel">
      <h2 id="homes">{say('homes')}</h2>
      <Drawn
        label={say('homesLabel')}
        option={option}
        picked={(index) => void navigate(toTotals(figureOf(rows[index]?.code ?? '')))}
        table={
          <FigureTable
            of={say('grade')}
            columns={[say('value')]}
            rows={rows.map(({ code, name, value }) => ({
              ...{ key: code, name },
              figures: [<ToTotals figure={figureOf(code)}>{grouped(value) || say('blank')}</ToTotals>],
            }))}
          />
        }
      />
      <p>
        <ToHomes unionCode={scope.unionCode}>{say('toHomes')}</ToHomes>
      </p>
    </section>
  );
}
