import { useMemo } from 'react';
import { Answered } from '../../page/states.js';
import { grouped } from '../../words/figures.js';
import { FigureTable } from '../FigureTable.js';
import { Export } from '../export/Export.js';
import type { Scope } from '../scope/scope.js';
import { Drawn } from './Chart.js';
import type { ChartOption } from './charts.js';
import { ToTotals } from './links.js';
import type { TrendQuery } from './generated/overview.js';
import type { Shown } from './shown.js';
import { useTrend } from './use-trend.js';
import { useWords } from './words.js';
import { named } from '../../words/named.js';
import { useAddress } from '../address.js';

interface Props {
  scope: Scope;
  shown: readonly Shown[];
  codes: readonly string[];
}

/** One figure over the periods of the form; which one stands in the address. */
export function Trend({ scope, shown, codes }: Props) {
  const say = useWords();
  const [{ trend: asked }, go] = useAddress();
  const answer = useTrend(scope, codes);
  const chosen =
    shown.find(({ cell }) => cell.code === asked) ??
    shown.find(({ cell }) => cell.code === 'mem_member_cnt') ??
    shown[0];
  if (!chosen) return null;
  const nameOf = ({ cell }: Shown): string => named(cell);
  return (
    <section aria-labelledby="trend" className="overview-panel">
      <h2 id="trend">{say('trend')}</h2>
      <label className="overview-choose">
        {say('trendOf')}
        <select
          className="choice"
          value={chosen.cell.code}
          onChange={({ target }) => go({ trend: target.value }, { replace: true })}
        >
          {shown.map((one) => (
            <option key={one.cell.code} value={one.cell.code}>
              {nameOf(one)}
            </option>
          ))}
        </select>
      </label>
      <Answered answer={answer}>
        {({ rollupTrend }) => (
          <Line
            scope={scope}
            points={rollupTrend}
            cell={chosen.cell.code}
            name={nameOf(chosen)}
            unit={chosen.cell.unit}
          />
        )}
      </Answered>
      <p className="overview-quiet">{say('trendHint')}</p>
      <Export of={{ ...scope, table: 'TREND' }} />
    </section>
  );
}

interface LineProps {
  scope: Scope;
  points: TrendQuery['rollupTrend'];
  cell: string;
  name: string;
  unit: string;
}

function Line({ scope, points, cell, name, unit }: LineProps) {
  const say = useWords();
  const [, go] = useAddress();
  const valueOf = ({ cells }: LineProps['points'][number]): string | null =>
    cells.find((one) => one.cell === cell)?.value ?? null;
  const option = useMemo<ChartOption>(() => {
    const values = points.map(({ cells }) => cells.find((one) => one.cell === cell)?.value ?? null);
    return {
      animation: false,
      grid: { left: 8, right: 16, top: 16, bottom: 8, outerBoundsMode: 'same' },
      tooltip: {
        trigger: 'axis',
        formatter: (drawn) => {
          const [first] = [drawn].flat();
          const point = points[first?.dataIndex ?? -1];
          if (!point) return '';
          const value = values[points.indexOf(point)] ?? null;
          const { reportsAccepted: accepted, reportsExpected: expected } = point;
          return `${point.period}: ${grouped(value)} ${unit}<br>${say('coverage', { accepted, expected })}`;
        },
      },
      xAxis: { type: 'category', data: points.map(({ period }) => period), axisLabel: { color: '#57606a' } },
      yAxis: { type: 'value', axisLabel: { color: '#57606a' } },
      series: [
        {
          type: 'line',
          symbolSize: 10,
          lineStyle: { color: '#a8201a', width: 2 },
          // Positions only: what is read are the decimal strings.
          data: points.map(({ reportsAccepted, reportsExpected }, index) => ({
            value: values[index] ? Number(values[index]) : '-',
            symbol: reportsAccepted < reportsExpected ? 'emptyCircle' : 'circle',
            itemStyle: { color: '#a8201a' },
          })),
        },
      ],
    };
  }, [points, cell, unit, say]);
  return (
    <Drawn
      label={say('trendLabel', { name })}
      option={option}
      picked={(index) => go({ period: points[index]?.period })}
      table={
        <FigureTable
          of={say('period')}
          columns={[name, say('coverageLabel')]}
          rows={points.map((point) => ({
            ...{ key: point.period, name: point.period },
            figures: [
              <ToTotals figure={{ ...scope, unionId: point.union.id, period: point.period, cell }}>
                {grouped(valueOf(point)) || say('blank')}
              </ToTotals>,
              `${point.reportsAccepted} / ${point.reportsExpected}`,
            ],
          }))}
        />
      }
    />
  );
}
