import { largestAttachment, megabyte } from '@huiji/domain/attachment';
import { useId, useState } from 'react';
import { useMe } from '../../client/session.js';
import './attachment.css';
import { Attached } from './Attached.js';
import { SendingLine } from './SendingLine.js';
import { accept, type Attachment, type AttachTo } from './upload.js';
import { useUploads } from './useUploads.js';
import { useWords } from './words.js';

interface AttachmentsProps {
  to: AttachTo;
  /** What is attached, as it was read; `refresh` reads it again. */
  attached: readonly Attachment[];
  refresh: () => Promise<unknown>;
  /** Whether the person may attach and remove here as it stands. */
  writable?: boolean;
  most?: number;
  /** What a cell is called to which something is attached. */
  nameOf?: (cell: string) => string;
}

/** 附件: what is attached, to be opened; one's own may be removed, and more be uploaded. */
export function Attachments({
  to,
  attached,
  refresh,
  writable = true,
  most = Infinity,
  nameOf,
}: AttachmentsProps) {
  const say = useWords();
  const { data: me } = useMe();
  const uploads = useUploads(to, refresh);
  const [removed, setRemoved] = useState('');
  const done = (name: string): void => {
    setRemoved(say('removed', { name }));
    void refresh();
  };
  const hint = useId();
  return (
    <div className="attachments">
      {attached.length === 0 && <p>{say('none')}</p>}
      <ul>
        {attached.map((one) => (
          <li key={one.id}>
            <Attached of={one} removable={writable && one.by === me?.id} {...{ nameOf, done }} />
          </li>
        ))}
      </ul>
      <p role="status">{removed}</p>
      {uploads.sendings.length > 0 && (
        <ul aria-label={say('onTheWay')}>
          {uploads.sendings.map((one) => (
            <li key={one.id}>
              <SendingLine of={one} {...uploads} />
            </li>
          ))}
        </ul>
      )}
      {writable && attached.length >= most && <p className="hint">{say('full', { most })}</p>}
      {writable && attached.length < most && (
        <>
          <label className="button attach">
            {say('attach')}
            <input
              type="file"
              multiple
              accept={accept}
              aria-describedby={hint}
              onChange={({ target }) => {
                uploads.choose([...(target.files ?? [])]);
                // The same file, once removed, is another choice.
                target.value = '';
              }}
            />
          </label>
          <p id={hint} className="hint">
            {say('hint', { most: largestAttachment / megabyte })}
          </p>
        </>
      )}
    </div>
  );
}
