import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../client/ask.js';
import { moment } from '../../words/dates.js';
import { Problems } from '../Problems.js';
import { RemoveAttachment } from './generated/attachment.js';
import { type Attachment, sizeText } from './upload.js';
import { useWords } from './words.js';

interface AttachedProps {
  of: Attachment;
  removable: boolean;
  nameOf: ((cell: string) => string) | undefined;
  /** Called with its name once it has been removed. */
  done: (name: string) => void;
}

/** A file that is attached: its name leads to it. It is removed after a question. */
export function Attached({
  of: { id, cell, fileName, size, at, url },
  removable,
  nameOf,
  done,
}: AttachedProps) {
  const say = useWords();
  const [asking, setAsking] = useState(false);
  const name = fileName ?? say('unnamed');
  const about = [cell === null ? null : (nameOf?.(cell) ?? cell), sizeText(size), moment(at)];
  return (
    <>
      <p className="attachment">
        <span>
          {url ? (
            <a href={url} target="_blank" rel="noreferrer">
              {name}
            </a>
          ) : (
            name
          )}{' '}
          <span className="hint">{about.filter((part) => part !== null).join(' · ')}</span>
        </span>
        {removable && (
          <button
            type="button"
            aria-expanded={asking}
            aria-label={asking ? say('cancel') : say('removeOf', { name })}
            onClick={() => setAsking(!asking)}
          >
            {say(asking ? 'cancel' : 'remove')}
          </button>
        )}
      </p>
      {removable && asking && <Removing {...{ id, name, done }} />}
    </>
  );
}

function Removing({ id, name, done }: { id: string; name: string; done: (name: string) => void }) {
  const say = useWords();
  const sent = useMutation({
    mutationFn: () => ask(RemoveAttachment, { input: { attachmentId: id } }),
    onSuccess: ({ removeAttachment }) => {
      if (removeAttachment.userErrors.length === 0) done(name);
    },
  });
  return (
    <div className="attachment-asked">
      <p>{say('removeAsk', { name })}</p>
      <Problems told={sent.data?.removeAttachment.userErrors} error={sent.error} />
      <button type="button" className="primary" disabled={sent.isPending} onClick={() => sent.mutate()}>
        {say('removeConfirm')}
      </button>
    </div>
  );
}
