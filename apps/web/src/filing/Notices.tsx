import { Link } from 'wouter';
import { Inbox } from '../page/notice/Inbox.js';
import './tasks.css';
import { useWords } from './words.js';

/** 收到的通知: all that was issued to the unions one files for. */
export function Notices() {
  const say = useWords();
  return (
    <div className="tasks">
      <p>
        <Link href="/">{say('back')}</Link>
      </p>
      <h1>{say('noticesAll')}</h1>
      <Inbox />
    </div>
  );
}
