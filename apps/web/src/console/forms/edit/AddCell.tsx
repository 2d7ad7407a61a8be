import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { asked } from '../../../client/answers.js';
import { named } from '../../../words/named.js';
import type { DraftCell } from './draft.js';
import { FindIndicators, type FindIndicatorsQuery } from './generated/edit.js';
import { useWords } from './words.js';

type Found = FindIndicatorsQuery['indicators']['nodes'][number];

/** An indicator and each breakdown (其中) of it, as cells of a form. */
const cellsOfIndicator = (found: Found): DraftCell[] =>
  [found.code, ...found.breakdowns.map(({ code }) => `${found.code}[${code}]`)].map((code) => {
    const part = found.breakdowns.find((one) => code === `${found.code}[${one.code}]`);
    return {
      ...{ code, unit: found.unit, decimals: found.decimals, source: 'TYPED', filedBy: null },
      zh: part ? `${found.zh}(${part.zh})` : found.zh,
      en: part ? `${found.en} (${part.en})` : found.en,
    };
  });

/** Finds an indicator of the catalogue and adds it, or one of its breakdowns. `taken`: the codes that the form asks already. */
export function AddCell({ taken, add }: { taken: ReadonlySet<string>; add: (cell: DraftCell) => void }) {
  const say = useWords();
  const [text, setText] = useState('');
  const sought = useDeferredValue(text.trim());
  const found = useQuery({
    ...asked(FindIndicators, { text: sought }),
    enabled: sought !== '',
    placeholderData: keepPreviousData,
  });
  const cells =
    sought === ''
      ? []
      : (found.data?.indicators.nodes ?? []).filter(({ kind }) => kind !== 'RATIO').flatMap(cellsOfIndicator);
  return (
    <Select
      aria-label={say('addCell')}
      style={{ width: 'min(26rem, 100%)' }}
      showSearch={{ filterOption: false, onSearch: setText, searchValue: text }}
      placeholder={say('addCellHint')}
      value={null}
      options={cells.map((cell) => ({
        value: cell.code,
        label: `${named(cell)} ${cell.code}${taken.has(cell.code) ? ` · ${say('askedHere')}` : ''}`,
        disabled: taken.has(cell.code),
      }))}
      notFoundContent={found.isFetching || sought === '' ? null : say('noIndicator')}
      onChange={(code: string | null) => {
        const cell = cells.find((one) => one.code === code);
        if (cell) add(cell);
      }}
    />
  );
}
