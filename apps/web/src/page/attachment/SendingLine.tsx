import { Problems } from '../Problems.js';
import { useWords as usePageWords } from '../words.js';
import { type Sending, sizeText } from './upload.js';
import type { Uploads } from './useUploads.js';
import { useWords } from './words.js';

interface SendingProps extends Pick<Uploads, 'retry' | 'giveUp'> {
  of: Sending;
}

/** A file on its way: how far it is, or what was wrong with it; then it is tried again, or given up. */
export function SendingLine({ of, retry, giveUp }: SendingProps) {
  const say = useWords();
  const page = usePageWords();
  const { file, stage, told } = of;
  const { name } = file;
  return (
    <>
      <p className="attachment">
        <span>
          {name} <span className="hint">{sizeText(file.size)}</span>{' '}
          <strong role="status" className={`attachment-${stage}`}>
            {say(stage)}
          </strong>
        </span>
        {(stage === 'LOST' || stage === 'REFUSED') && (
          <span className="attachment-acts">
            <button type="button" aria-label={say('retryOf', { name })} onClick={() => retry(of)}>
              {page('retry')}
            </button>
            <button
              type="button"
              className="quiet"
              aria-label={say('giveUpOf', { name })}
              onClick={() => giveUp(of)}
            >
              {say('giveUp')}
            </button>
          </span>
        )}
      </p>
      <Problems told={told} error={null} />
      {stage === 'LOST' && (
        <p role="alert" className="problem">
          {say('lost')}
        </p>
      )}
    </>
  );
}
