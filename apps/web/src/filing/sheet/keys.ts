import type { KeyboardEvent } from 'react';

/** Inputs that the arrow keys walk over carry `data-walk`: their column, where several stand beside each other. */
const walkable = 'input[data-walk], select[data-walk]';

type Step = 'NEXT' | 'BACK' | 'LEFT' | 'RIGHT';

/** Which way a key leads from an input, if it leads anywhere: ← and → only from the ends of the text, so that it can be edited. */
function stepOf({ key, shiftKey, target }: KeyboardEvent): Step | null {
  if (key === 'Enter') return shiftKey ? 'BACK' : 'NEXT';
  if (!(target instanceof HTMLInputElement) || target.type !== 'text') return null;
  if (key === 'ArrowDown') return 'NEXT';
  if (key === 'ArrowUp') return 'BACK';
  const { selectionStart, selectionEnd, value } = target;
  if (selectionStart !== selectionEnd) return null;
  if (key === 'ArrowLeft' && selectionStart === 0) return 'LEFT';
  if (key === 'ArrowRight' && selectionEnd === value.length) return 'RIGHT';
  return null;
}

/**
 * Moves between cells as in Excel, within the element that the handler stands on. `beyond` is called where a step leads over the last
 * cell (1) or the first one (-1).
 */
export function walk(event: KeyboardEvent<HTMLElement>, beyond?: (direction: 1 | -1) => void): void {
  const { target, currentTarget, nativeEvent } = event;
  const plain = !event.altKey && !event.ctrlKey && !event.metaKey && !nativeEvent.isComposing;
  if (!plain || !(target instanceof HTMLElement) || !target.matches(walkable)) return;
  const step = stepOf(event);
  if (!step) return;
  event.preventDefault();
  const all = [...currentTarget.querySelectorAll<HTMLInputElement>(walkable)];
  const sideways = step === 'LEFT' || step === 'RIGHT';
  const lane = sideways ? all : all.filter(({ dataset }) => dataset['walk'] === target.dataset['walk']);
  const forward = step === 'NEXT' || step === 'RIGHT';
  const next = lane[lane.indexOf(target as HTMLInputElement) + (forward ? 1 : -1)];
  if (!next) return beyond?.(forward ? 1 : -1);
  next.focus();
  if (next instanceof HTMLInputElement) next.select();
}
