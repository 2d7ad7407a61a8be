import type { ReactNode } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { useAnswer } from '../../client/answers.js';
import { bodiesFor, type Body, type Me } from '../../client/session.js';
import { Answered, Empty } from '../../page/states.js';
import '../tasks.css';
import { useWords as useFilingWords } from '../words.js';
import { EntrustedUnions } from './generated/unions.js';
import './union.css';
import { useWords } from './words.js';

interface OfUnionProps {
  me: Me;
  /** Which union; null: the first that one files for. */
  unionCode: string | null;
  /** The address of the page, before the code of the union; what is searched for there stays when another union is chosen. */
  path: string;
  /** The heading, by the name of the union. */
  title: (values: { union: string }) => string;
  children: (union: Body) => ReactNode;
}

/** A page about one of the unions that a person files for, appointed or entrusted (代报): with a choice where they are several. */
export function OfUnion({ me, unionCode, path, title, children }: OfUnionProps) {
  const filing = useFilingWords();
  const say = useWords();
  const [, go] = useLocation();
  const search = useSearch();
  const answer = useAnswer(EntrustedUnions, {});
  return (
    <div className="tasks of-union">
      <p>
        <Link href="/">{filing('back')}</Link>
      </p>
      <Answered answer={answer}>
        {({ myEntrustments }) => {
          const entrusted = myEntrustments.nodes.map(({ union }) => union);
          const all = new Map([...bodiesFor(me, 'FILE'), ...entrusted].map((union) => [union.code, union]));
          const unions: Body[] = [...all.values()];
          const union = unionCode === null ? unions[0] : all.get(unionCode);
          if (!union) return <Empty>{say('noUnion')}</Empty>;
          return (
            <>
              <h1>{title({ union: union.name })}</h1>
              {unions.length > 1 && (
                <label className="find">
                  {say('union')}
                  <select
                    value={union.code}
                    onChange={({ target }) => go(`${path}/${target.value}${search && `?${search}`}`)}
                  >
                    {unions.map(({ code, name }) => (
                      <option key={code} value={code}>
                        {name}
                      </option>
                    ))}
                  </select>
                </label>
              )}
              {children(union)}
            </>
          );
        }}
      </Answered>
    </div>
  );
}
