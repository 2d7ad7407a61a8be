import { Button, Descriptions, Tag } from 'antd';
import { useAnswer } from '../../client/answers.js';
import { Answered } from '../../page/states.js';
import { day } from '../../words/dates.js';
import { type EntryFragment, IndicatorVersions } from './generated/indicators.js';
import { named } from '../../words/named.js';
import { useWords } from './words.js';

export type Indicator = EntryFragment;

function Version({ indicator }: { indicator: Indicator }) {
  const say = useWords();
  const { validFrom, validTo } = indicator;
  const facts = [
    ['code', indicator.code],
    ['definition', indicator.definition],
    ['unit', indicator.unit],
    ['kind', say(indicator.kind)],
    ['decimals', indicator.decimals],
    ['acrossUnions', say(indicator.acrossUnions)],
    ['acrossPeriods', say(indicator.acrossPeriods)],
    ['filedBy', indicator.filedBy.map((level) => say(level)).join(', ') || say('computed')],
    ['frequencies', indicator.frequencies.map((often) => say(often)).join(', ')],
    ['numerator', indicator.numerator?.join(' + ')],
    ['denominator', indicator.denominator?.join(' + ')],
    ['breakdowns', indicator.breakdowns.map(named).join(', ')],
    ['basis', indicator.basis],
    [
      'validity',
      [
        validFrom ? say('since', { from: day(validFrom) }) : say('always'),
        validTo && say('until', { to: day(validTo) }),
      ]
        .filter(Boolean)
        .join(' '),
    ],
  ] as const;
  return (
    <section aria-label={`${say('version')} ${indicator.version}`}>
      <h3>
        {say('version')} {indicator.version} <Tag>{say(indicator.shipped ? 'shipped' : 'own')}</Tag>
      </h3>
      <Descriptions
        bordered
        size="small"
        column={1}
        items={facts
          .filter(([, fact]) => fact !== undefined && fact !== '')
          .map(([label, children]) => ({ key: label, label: say(label), children }))}
      />
    </section>
  );
}

/** An indicator in all its versions, the newest first; `act` where the person may revise or retire it. */
export function Definition({
  code,
  act,
}: {
  code: string;
  act: ((act: 'revise' | 'retire', indicator: Indicator) => void) | null;
}) {
  const say = useWords();
  return (
    <Answered answer={useAnswer(IndicatorVersions, { code })}>
      {({ indicator: versions }) => {
        const [newest] = versions;
        return (
          <>
            {act && newest && !newest.shipped && newest.validTo === null && (
              <div className="acts">
                <Button onClick={() => act('revise', newest)}>{say('revise')}</Button>
                <Button onClick={() => act('retire', newest)}>{say('retire')}</Button>
              </div>
            )}
            {versions.map((version) => (
              <Version key={version.version} indicator={version} />
            ))}
          </>
        );
      }}
    </Answered>
  );
}
