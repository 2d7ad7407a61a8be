import { Button } from 'antd';
import { useState } from 'react';
import './form.css';
import { useWords } from './words.js';

/** Something that is shown this once: a code, a token. */
export function Once({ hint, children }: { hint: string; children: string }) {
  const say = useWords();
  const [copied, setCopied] = useState(false);
  return (
    <span className="once">
      <span>{hint}</span>
      <code>{children}</code>
      <Button onClick={() => void navigator.clipboard.writeText(children).then(() => setCopied(true))}>
        {say(copied ? 'copied' : 'copy')}
      </Button>
    </span>
  );
}
