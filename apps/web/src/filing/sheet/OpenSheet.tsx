import { may } from '@huiji/domain/access';
import { lazy, Suspense, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { appointmentsOf, type Me } from '../../client/session.js';
import { Loading } from '../../page/states.js';
import { Annexes, cover, heldAnnexes } from './annex.js';
import { Progress, SafetyLine, TakeAll, Undo } from './Bar.js';
import { fromBook } from './CellRow.js';
import { CellTable } from './CellTable.js';
import { Checker } from './checker.js';
import { Desk } from './desk.js';
import { Found, type Place } from './Found.js';
import { heldOf } from './held.js';
import { Help, PastedLine } from './Help.js';
import { walk } from './keys.js';
import type { DraftOf, Kept } from './kept.js';
import { type Answer, type EntrySheet, formOf, linesOf } from './line.js';
import { Sender } from './sender.js';
import { type Tab, Tabs } from '../../page/Tabs.js';
import { Top } from './Top.js';
import { usePaste } from './usePaste.js';
import { type Work, Working } from './watch.js';
import { useWords } from './words.js';
import { named } from '../../words/named.js';

// What is not needed to type the first figure comes after it, and then at once, so that it is there should the network go.
const annexRows = () => import('./AnnexRows.js');
const coverFields = () => import('./CoverFields.js');
const submitting = () => import('./Submitting.js');
const workbook = () => import('./Workbook.js');
const papers = () => import('./Papers.js');
const AnnexRows = lazy(async () => ({ default: (await annexRows()).AnnexRows }));
const CoverFields = lazy(async () => ({ default: (await coverFields()).CoverFields }));
const SubmitForm = lazy(async () => ({ default: (await submitting()).SubmitForm }));
const WithdrawButton = lazy(async () => ({ default: (await submitting()).WithdrawButton }));
const RestateForm = lazy(async () => ({ default: (await submitting()).RestateForm }));
const Workbook = lazy(async () => ({ default: (await workbook()).Workbook }));
const Papers = lazy(async () => ({ default: (await papers()).Papers }));

export interface OpenSheetProps {
  me: Me;
  draft: DraftOf;
  answer: Answer;
  sheet: EntrySheet;
  kept: Kept;
  reread: () => Promise<Answer | undefined>;
}

function open({ me, draft, answer, sheet, kept, reread }: OpenSheetProps): Omit<
  Work,
  'writable' | 'comments'
> & {
  files: boolean;
} {
  const desk = new Desk(draft, linesOf(sheet), heldOf(sheet), kept);
  const tables = formOf(answer)?.repeatingTables ?? [];
  const annexes = new Annexes(draft, tables, heldAnnexes(sheet, tables), kept);
  const sender = new Sender(desk, annexes, sheet.union.id, reread);
  const files = may('FILE', appointmentsOf(me), sheet.union.id, []) || me.entrustments > 0;
  return { desk, annexes, sender, files };
}

/** What reviewers have pinned to cells, by cell; under '' what they said of the whole return. */
function commentsOf({ submissionHistory }: Answer): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const all = new Map(
    submissionHistory.flatMap(({ comments }) => comments.nodes.map((one) => [one.id, one])),
  );
  for (const { cell, text } of all.values()) found.set(cell ?? '', [...(found.get(cell ?? '') ?? []), text]);
  return found;
}

/** A sheet that has been read: it is worked on here, whatever the network does. */
export function OpenSheet(props: OpenSheetProps) {
  const { answer, sheet, me } = props;
  const say = useWords();
  const [{ desk, annexes, sender, files }] = useState(() => open(props));
  const state = useSyncExternalStore(
    (listener) => desk.told.listen('state', listener),
    () => desk.held.state,
  );
  const writable = files && state !== 'SUBMITTED' && state !== 'ACCEPTED';
  useEffect(() => (writable ? sender.start() : undefined), [sender, writable]);
  useEffect(() => (writable ? new Checker(desk, annexes).start() : undefined), [desk, annexes, writable]);
  useEffect(() => {
    // Without a network they are asked for again when they are needed.
    for (const load of [annexRows, coverFields, submitting, workbook, papers, fromBook])
      load().catch(() => undefined);
  }, []);
  useEffect(() => {
    desk.absorb(heldOf(sheet));
    annexes.absorb(heldAnnexes(sheet, annexes.tables));
  }, [desk, annexes, sheet]);
  const work = useMemo(
    (): Work => ({ desk, annexes, sender, writable, comments: commentsOf(answer) }),
    [desk, annexes, sender, writable, answer],
  );
  return (
    <Working value={work}>
      <div className="sheet">
        <Top me={me} answer={answer} sheet={sheet} state={state} />
        {!files && <p className="hint">{say('readOnly')}</p>}
        <Suspense fallback={<Loading />}>
          <Body answer={answer} sheet={sheet} work={work} />
          {files && state === 'SUBMITTED' && <WithdrawButton />}
          {files && state === 'ACCEPTED' && <RestateForm />}
        </Suspense>
      </div>
    </Working>
  );
}

/** The tables that may be shown, with how many things in each need a look. */
function useTabs(answer: Answer, sheet: EntrySheet, { desk, annexes }: Work): Tab[] {
  const say = useWords();
  const hits = useSyncExternalStore(
    (listener) => desk.told.listen('hits', listener),
    () => desk.hits,
  );
  const found = (code: string): number =>
    hits.filter(({ cell, table }) => table === code || (cell !== null && desk.line(cell)?.table === code))
      .length;
  const tabs = [...sheet.tables, ...annexes.tables].map((table): Tab => {
    const count = found(table.code);
    const badge = count > 0 ? { text: String(count), label: say('problems', { count }) } : undefined;
    return { code: table.code, name: named(table), badge };
  });
  return formOf(answer) ? [...tabs, { code: cover, name: say('cover') }] : tabs;
}

const focusOn = ({ cell, table, row }: Place): void => {
  const place = cell === null ? `[data-row="${table} ${row}"] input` : `[data-cell="${cell}"]`;
  const found = document.querySelector<HTMLElement>(place);
  found?.scrollIntoView({ block: 'center' });
  found?.focus();
};

function Body({ answer, sheet, work }: { answer: Answer; sheet: EntrySheet; work: Work }) {
  const say = useWords();
  const { desk, sender, writable } = work;
  const tabs = useTabs(answer, sheet, work);
  const first = desk.lines.find((line) => line.typed)?.table;
  const [shown, setShown] = useState(first ?? tabs[0]?.code ?? '');
  const [sought, setSought] = useState<Place | null>(null);
  const [checked, setChecked] = useState(false);
  const [sending, setSending] = useState(false);
  const pasted = usePaste(desk, shown, writable);
  const lines = useMemo(() => desk.lines.filter(({ table }) => table === shown), [desk, shown]);
  const annex = work.annexes.tables.find(({ code }) => code === shown);
  const form = formOf(answer);

  // The cell is there to be focused only once its table is shown.
  useEffect(() => {
    if (sought) focusOn(sought);
  }, [sought]);
  const go = (place: Place): void => {
    const table = (place.cell && desk.line(place.cell)?.table) ?? place.table;
    if (table) setShown(table);
    setSought({ ...place });
  };
  const beyond = (direction: 1 | -1): void => {
    const typed = desk.lines.filter((line) => line.typed);
    const own = lines.filter((line) => line.typed);
    const edge = own[direction === 1 ? own.length - 1 : 0];
    const next = typed[typed.findIndex((line) => line === edge) + direction];
    if (next) go({ cell: next.code, table: null, row: null });
  };
  const check = async (): Promise<void> => {
    await sender.flush();
    setChecked(true);
    document.getElementById('found-title')?.focus();
  };
  return (
    <>
      {writable && <Help />}
      <div className="tools">
        <Progress />
        {writable && <TakeAll />}
        {writable && <Undo />}
        <Suspense>
          <Workbook sheet={sheet} />
        </Suspense>
      </div>
      <PastedLine pasted={pasted} />
      <Found go={go} asked={checked} />
      <Tabs label={say('tables')} tabs={tabs} shown={shown} show={setShown}>
        {annex && <AnnexRows key={annex.code} table={annex} />}
        {shown === cover && form && <CoverFields sheet={sheet} form={form} />}
        {lines.length > 0 && (
          <div onKeyDown={(event) => walk(event, beyond)}>
            <CellTable lines={lines} name={tabs.find(({ code }) => code === shown)?.name ?? ''} />
          </div>
        )}
      </Tabs>
      <Suspense>
        <Papers />
      </Suspense>
      {writable && (
        <div className="bottom">
          <SafetyLine />
          <button type="button" onClick={() => void check()}>
            {say('check')}
          </button>
          <button type="button" className="primary" onClick={() => void check().then(() => setSending(true))}>
            {say('submit')}
          </button>
        </div>
      )}
      {writable && sending && <SubmitForm period={sheet.period} close={() => setSending(false)} />}
    </>
  );
}
