import { DownOutlined, RightOutlined } from '@ant-design/icons';
import { Button, Input, Tag } from 'antd';
import { useState } from 'react';
import { usePages } from '../../client/paged.js';
import { Answered, Empty } from '../../page/states.js';
import { More } from '../More.js';
import { useOrganisationAddress } from './address.js';
import { type NamedFragment, SearchUnions, UnionsBelow } from './generated/organisation.js';
import { useWords } from './words.js';

type Union = Pick<NamedFragment, 'id' | 'code' | 'name' | 'level'> & { state?: NamedFragment['state'] };

function Item({ union }: { union: Union }) {
  const say = useWords();
  const [address, go] = useOrganisationAddress();
  const open = address.open?.split(',') ?? [];
  const isOpen = open.includes(union.id);
  const toggle = (): void => {
    const next = isOpen ? open.filter((id) => id !== union.id) : [...open, union.id];
    go({ open: next.filter(Boolean).join(',') || undefined });
  };
  return (
    <li>
      <span className="branch">
        {union.level === 'GRASSROOTS' ? (
          <span className="branch-leaf" />
        ) : (
          <Button
            size="small"
            type="text"
            icon={isOpen ? <DownOutlined /> : <RightOutlined />}
            aria-expanded={isOpen}
            aria-label={say(isOpen ? 'close' : 'open', { name: union.name })}
            onClick={toggle}
          />
        )}
        <button
          type="button"
          className="branch-name"
          aria-current={address.union === union.id ? 'true' : undefined}
          onClick={() => go({ union: union.id })}
        >
          {union.name}
        </button>
        {(union.state === 'PREPARING' || union.state === 'DISSOLVED') && <Tag>{say(union.state)}</Tag>}
      </span>
      {isOpen && <Below unionId={union.id} />}
    </li>
  );
}

function Below({ unionId }: { unionId: string }) {
  const say = useWords();
  const answer = usePages(UnionsBelow, { id: unionId }, ({ tradeUnion }) => tradeUnion?.children.pageInfo);
  return (
    <Answered answer={answer}>
      {({ pages }) => {
        const unions = pages.flatMap(({ tradeUnion }) => tradeUnion?.children.nodes ?? []);
        return unions.length === 0 ? (
          <p className="branch-none">{say('none')}</p>
        ) : (
          <>
            <ul>
              {unions.map((union) => (
                <Item key={union.id} union={union} />
              ))}
            </ul>
            <More pages={answer} />
          </>
        );
      }}
    </Answered>
  );
}

function Found({ text }: { text: string }) {
  const say = useWords();
  const answer = usePages(SearchUnions, { text }, ({ searchUnions }) => searchUnions.pageInfo);
  return (
    <Answered answer={answer}>
      {({ pages }) => {
        const unions = pages.flatMap(({ searchUnions }) => searchUnions.nodes);
        return unions.length === 0 ? (
          <Empty>{say('notFound')}</Empty>
        ) : (
          <>
            <ul>
              {unions.map((union) => (
                <Item key={union.id} union={union} />
              ))}
            </ul>
            <More pages={answer} />
          </>
        );
      }}
    </Answered>
  );
}

/** The unions below those of the person, or those whose names hold a text. */
export function Tree({ roots }: { roots: readonly Union[] }) {
  const say = useWords();
  const [address, go] = useOrganisationAddress();
  const [typed, setTyped] = useState(address.text ?? '');
  return (
    <nav className="branches" aria-label={say('tree')}>
      <Input.Search
        aria-label={say('search')}
        placeholder={say('searchHint')}
        allowClear
        value={typed}
        onChange={({ target }) => {
          setTyped(target.value);
          if (target.value === '') go({ text: undefined });
        }}
        onSearch={(text) => go({ text: text.trim() || undefined })}
      />
      {address.text ? (
        <Found text={address.text} />
      ) : (
        <ul>
          {roots.map((union) => (
            <Item key={union.id} union={union} />
          ))}
        </ul>
      )}
    </nav>
  );
}
