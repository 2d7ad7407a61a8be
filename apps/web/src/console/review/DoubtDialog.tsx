import { Modal } from 'antd';
import { sentence } from '../../words/sentence.js';
import type { Return } from './waiting.js';
import { useWords } from './words.js';

/** Asks before a return is accepted about which checks have asked: with what its filer says to that. */
export function DoubtDialog({
  asks,
  explanation,
  accept,
  close,
}: {
  asks: Return['hits'];
  explanation: string | null;
  accept: () => void;
  close: () => void;
}) {
  const say = useWords();
  return (
    <Modal
      open
      title={say('doubtTitle')}
      okText={say('acceptAnyway')}
      cancelText={say('cancel')}
      onOk={accept}
      onCancel={close}
    >
      <p>{say('doubtHint', { count: asks.length })}</p>
      <ul>
        {asks.map((hit, index) => (
          <li key={index}>{sentence(hit)}</li>
        ))}
      </ul>
      <blockquote className="review-quote">{explanation ?? say('noExplanation')}</blockquote>
    </Modal>
  );
}
