import { useAnswer } from '../../client/answers.js';
import { useLive } from '../../client/live.js';
import { Facts } from '../../page/Facts.js';
import { Answered } from '../../page/states.js';
import { useWords as useTransferWords } from '../../page/transfer/words.js';
import { signed } from '../../words/figures.js';
import { marked } from '../totals/FigureCell.js';
import { useWords as useTotalsWords } from '../totals/words.js';
import { netOf } from './asked.js';
import { TransferSums, type TransferSumsQuery } from './generated/transfers.js';
import { transferCells } from './netting.js';
import { useWords } from './words.js';

type Cell = NonNullable<TransferSumsQuery['rollup']>['cells'][number];

/** 转入 and 转出 of a body in a period, as its total of a form holds them; nothing where the body did not stand then. */
export function Sums(of: { unionCode: string; form: string; period: string }) {
  const answer = useAnswer(TransferSums, { ...of, codes: Object.values(transferCells) });
  const rollup = answer.data?.rollup;
  useLive(rollup?.union.id, of.form, ...(rollup?.periods ?? []));
  return (
    <Answered answer={answer}>
      {({ rollup: found }) => found && <Shown period={of.period} cells={found.cells} />}
    </Answered>
  );
}

function Shown({ period, cells }: { period: string; cells: readonly Cell[] }) {
  const say = useWords();
  const transfer = useTransferWords();
  const totals = useTotalsWords();
  const [came, went] = [transferCells.IN, transferCells.OUT].map((code) =>
    cells.find(({ cell }) => cell === code),
  );
  const figure = (cell: Cell | undefined): string =>
    cell?.value ? say('members', { figure: marked(totals, cell.value, cell.mark) }) : '—';
  const exact = came?.mark === 'EXACT' && went?.mark === 'EXACT';
  const net =
    exact && came.value && went.value
      ? say('members', { figure: signed(netOf(came.value, went.value)) })
      : '—';
  return (
    <section aria-labelledby="sums">
      <h2 id="sums">{say('sums', { period })}</h2>
      <Facts
        facts={[
          [transfer('IN'), figure(came)],
          [transfer('OUT'), figure(went)],
          [say('net'), net],
        ]}
      />
      <p className="dim">{say('sumsHint')}</p>
    </section>
  );
}
