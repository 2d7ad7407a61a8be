import { Button } from 'antd';
import { useState } from 'react';
import { useWords } from '../page/words.js';

/** Copies a text. Where a page may not write to the clipboard, as over plain HTTP, there is no button: the text beside it can be marked. */
export function Copy({ text }: { text: string }) {
  const say = useWords();
  const [copied, setCopied] = useState('');
  if (!isSecureContext) return null;
  return (
    <>
      <Button onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(text))}>
        {say('copy')}
      </Button>{' '}
      <span role="status">{copied === text && say('copied')}</span>
    </>
  );
}
