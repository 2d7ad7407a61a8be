import { Copy } from '../Copy.js';
import './form.css';

/** Something that is shown this once: a code, a token. */
export function Once({ hint, children }: { hint: string; children: string }) {
  return (
    <span className="once">
      <span>{hint}</span>
      <code>{children}</code>
      <Copy text={children} />
    </span>
  );
}
