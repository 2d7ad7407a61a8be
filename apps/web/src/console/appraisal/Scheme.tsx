import { useAnswer } from '../../client/answers.js';
import { Facts } from '../../page/Facts.js';
import { Loading } from '../../page/states.js';
import { moment } from '../../words/dates.js';
import { grouped } from '../../words/figures.js';
import { language } from '../../words/i18n.js';
import { named } from '../../words/named.js';
import { FigureTable } from '../FigureTable.js';
import type { BookNamed } from '../targets/plan.js';
import { Wide } from '../Wide.js';
import { SchemeOf } from './generated/appraisal.js';
import { type Draft, draftOf, yearBefore } from './scheme.js';
import { SchemeForm } from './SchemeForm.js';
import { start, useWords as useSchemeWords } from './scheme-words.js';
import type { Appraisal, Scheme as SchemeRead } from './seen.js';

interface Props {
  of: BookNamed;
  appraisal: Appraisal;
}

/** 考核办法 of the year: written by whoever may set it, as long as nobody is appraised by it; read by everybody else. */
export function Scheme({ maySet, ...props }: Props & { maySet: boolean }) {
  const say = useSchemeWords();
  const { scheme, schemeOpen } = props.appraisal;
  return (
    <>
      <h2>{say('title')}</h2>
      {scheme && (
        <p className="dim">
          {say('setBy', { documentNo: scheme.documentNo, name: scheme.setByName, at: moment(scheme.setAt) })}
        </p>
      )}
      {!schemeOpen && <p>{say('frozen')}</p>}
      {maySet ? <Setting {...props} /> : scheme ? <Shown scheme={scheme} /> : <p>{say('none')}</p>}
    </>
  );
}

/** The form, which begins as the scheme is; where there is none, as that of the year before was. */
function Setting(props: Props) {
  const { of, appraisal } = props;
  const say = useSchemeWords();
  const before = useAnswer(SchemeOf, { ...of, period: yearBefore(of.period) });
  const { scheme } = appraisal;
  if (!scheme && before.isPending) return <Loading />;
  // The form may not have been filed in the year before: then that year cannot be read, and is no start.
  const earlier = before.data?.appraisal.scheme;
  const begun = scheme ? draftOf(scheme, scheme.documentNo) : earlier ? draftOf(earlier, '') : started();
  return (
    <>
      {!scheme && <p>{say(earlier ? 'fromBefore' : 'fromStart')}</p>}
      <SchemeForm {...props} begun={begun} />
    </>
  );
}

const started = (): Draft => ({
  ...{ documentNo: '', nothingBelow: start.nothingBelow, mostCounted: start.mostCounted },
  ...{ appealDays: String(start.appealDays), grades: start.grades },
  items: start.items.map(({ zh, en, ...item }) => ({ ...item, text: { zh, en }[language()] })),
});

function Shown({ scheme }: { scheme: SchemeRead }) {
  const say = useSchemeWords();
  return (
    <>
      <Facts
        facts={[
          [say('nothingBelow'), grouped(scheme.nothingBelow)],
          [say('mostCounted'), grouped(scheme.mostCounted)],
          [say('appealDays'), say('days', { count: scheme.appealDays })],
        ]}
      />
      <h3>{say('items')}</h3>
      {scheme.items.length === 0 ? (
        <p>{say('noItems')}</p>
      ) : (
        <Wide label={say('items')}>
          <FigureTable
            of={say('text')}
            columns={[say('kind'), say('points')]}
            rows={scheme.items.map(({ code, text, kind, points }) => ({
              ...{ key: code, name: <span className="words-cell">{text}</span> },
              figures: [say(kind), grouped(points)],
            }))}
          />
        </Wide>
      )}
      <h3>{say('grades')}</h3>
      <Wide label={say('grades')} className="appraisal-narrow">
        <FigureTable
          of={say('grades')}
          columns={[say('from')]}
          rows={scheme.grades.map((grade) => ({
            ...{ key: grade.zh, name: named(grade), figures: [grouped(grade.from)] },
          }))}
        />
      </Wide>
    </>
  );
}
