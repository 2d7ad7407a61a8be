import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react';
import type { ChartOption } from './charts.js';
import { useWords } from './words.js';

interface Props {
  option: ChartOption;
  /** What it shows, for whoever does not see it. */
  label: string;
  /** Which of the points or bars was clicked. */
  picked: (index: number) => void;
}

/** A drawing by ECharts, which is loaded for the first one. It has nothing that `Drawn`’s table has not. */
function Chart({ option, label, picked }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<ReturnType<typeof import('./charts.js').init>>();
  const pick = useEffectEvent(picked);
  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    let gone = false;
    let leave = (): void => {
      gone = true;
    };
    void import('./charts.js').then(({ init }) => {
      if (gone) return;
      const made = init(element, null, { renderer: 'svg' });
      made.on('click', ({ dataIndex }) => pick(dataIndex));
      const sized = new ResizeObserver(() => made.resize());
      sized.observe(element);
      setChart(made);
      leave = () => {
        sized.disconnect();
        made.dispose();
      };
    });
    return () => leave();
  }, []);
  useEffect(() => chart?.setOption(option, { notMerge: true }), [chart, option]);
  return <div ref={place} className="overview-chart" role="img" aria-label={label} />;
}

/** A chart, and by one button the same as a table, whose figures are exact and links. */
export function Drawn({ table, ...drawing }: Props & { table: ReactNode }) {
  const say = useWords();
  const [asTable, setAsTable] = useState(false);
  return (
    <>
      <button type="button" className="overview-toggle" onClick={() => setAsTable(!asTable)}>
        {say(asTable ? 'asChart' : 'asTable')}
      </button>
      {asTable ? table : <Chart {...drawing} />}
    </>
  );
}
