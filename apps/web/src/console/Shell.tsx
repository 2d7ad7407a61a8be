import { MenuOutlined } from '@ant-design/icons';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { Button, Drawer } from 'antd';
import { createContext, useContext, useState } from 'react';
import { files, type Me, signOut, useMe } from '../client/session.js';
import { Leave } from '../page/Leave.js';
import { Answered, Empty, OfflineBanner } from '../page/states.js';
import { useWords as usePageWords } from '../page/words.js';
import { language, speak } from '../words/i18n.js';
import { pagesOf } from './pages.js';
import './shell.css';
import { useWords } from './words.js';

const Somebody = createContext<Me | null>(null);

/** Who is signed in; for pages inside the shell only. */
export function useSomebody(): Me {
  const me = useContext(Somebody);
  if (!me) throw new Error('outside of the shell');
  return me;
}

/** For whom the console has no page. */
export function Nothing() {
  const say = useWords();
  return <Empty>{say('nothing')}</Empty>;
}

function Menu({ me, chosen }: { me: Me; chosen?: () => void }) {
  const say = useWords();
  const { pathname } = useLocation();
  return (
    <nav aria-label={say('menu')}>
      <ul className="menu">
        {pagesOf(me).map(({ name }) => (
          <li key={name}>
            <Link
              to={`/${name}`}
              onClick={chosen}
              aria-current={pathname.startsWith(`/${name}`) ? 'page' : undefined}
            >
              {say(name)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The frame around every page: who one is, where one may go. */
export function Shell() {
  const me = useMe();
  const page = usePageWords();
  const say = useWords();
  const [open, setOpen] = useState(false);
  return (
    <Answered answer={me}>
      {(person) => {
        if (!person) return <Leave to="/" />;
        return (
          <Somebody value={person}>
            <header className="bar">
              <a className="skip" href="#content">
                {page('skip')}
              </a>
              <Button
                className="bar-menu"
                type="text"
                icon={<MenuOutlined />}
                aria-label={say('menu')}
                onClick={() => setOpen(true)}
              />
              <strong className="bar-name">{page('huiji')}</strong>
              <span className="bar-end">
                <span className="bar-me">
                  {page('signedInAs', { name: person.name, tenant: person.tenant.name })}
                </span>
                {files(person) && <a href="/filing">{page('toFiling')}</a>}
                <Button
                  type="text"
                  lang={language() === 'en' ? 'zh-CN' : 'en'}
                  onClick={() => void speak(language() === 'en' ? 'zh' : 'en')}
                >
                  {page('otherLanguage')}
                </Button>
                <Button type="text" onClick={() => void signOut()}>
                  {page('signOut')}
                </Button>
              </span>
            </header>
            <OfflineBanner />
            <div className="frame">
              <aside className="side">
                <Menu me={person} />
              </aside>
              <Drawer
                open={open}
                onClose={() => setOpen(false)}
                placement="left"
                size={240}
                title={say('menu')}
              >
                <Menu me={person} chosen={() => setOpen(false)} />
              </Drawer>
              <main id="content" className="content">
                <Outlet />
              </main>
            </div>
          </Somebody>
        );
      }}
    </Answered>
  );
}
