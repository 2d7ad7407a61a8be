import { useState } from 'react';
import { useActKey } from '../../client/act-key.js';
import { Field } from '../../page/Field.js';
import { day, moment, today } from '../../words/dates.js';
import { named } from '../../words/named.js';
import { ExportList } from '../export/Export.js';
import { SendForm } from '../form/SendForm.js';
import { useLevel, useWords as useFileWords } from './file-words.js';
import { type HomeRecheckOutcome, RecheckHome } from './generated/homes.js';
import type { File } from './seen.js';
import { Flags } from './shown.js';

type Award = File['awards'][number];

const outcomes: readonly HomeRecheckOutcome[] = ['KEPT', 'LOWERED', 'REVOKED'];

/** All that was awarded on the track, the newest first, with how each was looked at again. */
export function Awards({ file, mayRecheck }: { file: File; mayRecheck: boolean }) {
  const say = useFileWords();
  const level = useLevel();
  if (file.awards.length === 0) return <p className="dim">{say('noAwards')}</p>;
  const listed = { list: 'HOME_AWARDS' as const, unionCode: file.union.code, track: file.track };
  return (
    <>
      <ExportList key={file.track} of={listed} />
      <ul className="panel rows" aria-label={say('awards')}>
        {file.awards.map((award) => (
          <li key={award.id}>
            <div className="grow">
              <strong>{named(award)}</strong>{' '}
              {award.lowered && <span className="badge">{say('loweredTo')}</span>}{' '}
              {award.endedOn && (
                <span className="badge alarm">{say('endedOn', { day: day(award.endedOn) })}</span>
              )}
              <br />
              {say('awardedAs', {
                ...{ level: level(award.awardingLevel), awardedBy: award.awardedBy ?? '' },
                ...{ documentNo: award.documentNo, day: day(award.awardedOn) },
              })}{' '}
              {award.validUntil && say('validUntil', { day: day(award.validUntil) })}
              <br />
              <Flags flags={award.flags} />
              {award.rechecks.map((recheck) => (
                <p key={recheck.id} className="dim">
                  {say('recheckedOn', {
                    ...{ day: day(recheck.checkedOn), outcome: say(recheck.outcome) },
                    ...{ documentNo: recheck.documentNo, reason: recheck.reason ?? '' },
                  })}{' '}
                  {say('by', { name: recheck.checkedByName, at: moment(recheck.checkedAt) })}
                </p>
              ))}
              {mayRecheck && award.endedOn === null && <Recheck award={award} file={file} />}
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}

/** 复查: the award is kept, lowered to a grade below, or revoked. */
function Recheck({ award, file: { standard } }: { award: Award; file: File }) {
  const say = useFileWords();
  const keyOf = useActKey();
  const [outcome, setOutcome] = useState<HomeRecheckOutcome>('KEPT');
  const below = standard.grades.filter(({ grade }) => grade < award.grade);
  const offered = outcomes.filter((one) => one !== 'LOWERED' || below.length > 0);
  return (
    <details className="folded">
      <summary>{say('recheckOf', { grade: named(award), documentNo: award.documentNo })}</summary>
      <SendForm
        operation={RecheckHome}
        variables={(read) => {
          const input = {
            ...{ awardId: award.id, checkedOn: read('checkedOn'), outcome },
            ...{ grade: outcome === 'LOWERED' ? Number(read('grade')) : null },
            ...{ documentNo: read('documentNo'), reason: read('reason') || null },
          };
          return { input: { ...input, idempotencyKey: keyOf(input) } };
        }}
        told={({ recheckHome }) => recheckHome.userErrors}
        button={say('recheck')}
      >
        <label className="field">
          <span>{say('outcome')}</span>
          <select value={outcome} onChange={({ target }) => setOutcome(target.value as HomeRecheckOutcome)}>
            {offered.map((one) => (
              <option key={one} value={one}>
                {say(one)}
              </option>
            ))}
          </select>
        </label>
        {outcome === 'LOWERED' && (
          <label className="field">
            <span>{say('loweredGrade')}</span>
            <select name="grade" defaultValue={below.at(-1)?.grade}>
              {below.map((grade) => (
                <option key={grade.grade} value={grade.grade}>
                  {named(grade)}
                </option>
              ))}
            </select>
          </label>
        )}
        <Field label={say('checkedOn')} name="checkedOn" type="date" defaultValue={today()} />
        <Field label={say('documentNo')} name="documentNo" maxLength={100} autoComplete="off" />
        <Field
          label={say(outcome === 'KEPT' ? 'reasonOptional' : 'reason')}
          name="reason"
          required={outcome !== 'KEPT'}
          maxLength={500}
          autoComplete="off"
        />
      </SendForm>
    </details>
  );
}
