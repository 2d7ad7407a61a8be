import type { ReactNode } from 'react';
import { firstPage, type Me, signOut } from '../client/session.js';
import { language, speak } from '../words/i18n.js';
import './header.css';
import { useWords } from './words.js';

/** The other language, by one button. */
export function LanguageButton() {
  const say = useWords();
  const other = language() === 'en' ? 'zh' : 'en';
  return (
    <button
      type="button"
      className="quiet"
      lang={other === 'zh' ? 'zh-CN' : 'en'}
      onClick={() => void speak(other)}
    >
      {say('otherLanguage')}
    </button>
  );
}

/** The bar above every page of the light entry; `me` where somebody is signed in. */
export function Header({ me, children }: { me: Me | null; children?: ReactNode }) {
  const say = useWords();
  return (
    <header className="header">
      <a className="skip" href="#content">
        {say('skip')}
      </a>
      <a className="header-home" href="/">
        {say('huiji')}
      </a>
      {children}
      <span className="header-end">
        {me && (
          <span className="header-me">{say('signedInAs', { name: me.name, tenant: me.tenant.name })}</span>
        )}
        {me &&
          (firstPage(me) === '/console' ? (
            <a href="/console">{say('toConsole')}</a>
          ) : (
            <a href="/console/account">{say('toAccount')}</a>
          ))}
        <LanguageButton />
        {me && (
          <button type="button" className="quiet" onClick={() => void signOut()}>
            {say('signOut')}
          </button>
        )}
      </span>
    </header>
  );
}
