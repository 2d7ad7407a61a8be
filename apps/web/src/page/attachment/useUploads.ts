import { useRef, useState } from 'react';
import { useActKey } from '../../client/act-key.js';
import { ask, Refused, sendFile } from '../../client/ask.js';
import { CompleteUpload, RequestUpload } from './generated/attachment.js';
import { type AttachTo, chosen, isOpen, type Sending, type Steps, upload } from './upload.js';

/** Files on their way to where they are attached. */
export interface Uploads {
  sendings: readonly Sending[];
  choose: (files: readonly File[]) => void;
  retry: (one: Sending) => void;
  giveUp: (one: Sending) => void;
}

/** 上传: sends what is chosen, one file after the other; what happens to one keeps no other back. `arrived` is called after each. */
export function useUploads(to: AttachTo, arrived: () => unknown): Uploads {
  const keyOf = useActKey();
  const [sendings, setSendings] = useState<readonly Sending[]>([]);
  const next = useRef(0);
  const queue = useRef(Promise.resolve());
  const show = (now: Sending): void =>
    setSendings((all) => all.map((one) => (one.id === now.id ? now : one)));
  const steps: Steps = {
    request: async ({ id, file, refusals }) => {
      const idempotencyKey = keyOf([to, id, refusals]);
      const input = { ...to, fileName: file.name, size: file.size, idempotencyKey };
      return (await ask(RequestUpload, { input })).requestUpload;
    },
    put: sendFile,
    complete: async (attachmentId) => (await ask(CompleteUpload, { input: { attachmentId } })).completeUpload,
    refusal: (error) => (error instanceof Refused ? error : null),
  };
  const send = (one: Sending): void => {
    queue.current = queue.current.then(async () => {
      show({ ...one, stage: 'SENDING' });
      const now = await upload(one, steps);
      show(now);
      if (now.stage === 'DONE') arrived();
    });
  };
  return {
    sendings,
    choose: (files) => {
      const more = files.map((file) => chosen(file, (next.current += 1)));
      setSendings((all) => [...all.filter(isOpen), ...more]);
      for (const one of more) if (one.stage === 'WAITING') send(one);
    },
    retry: (one) => {
      const again: Sending = { ...one, stage: 'WAITING', told: [] };
      show(again);
      send(again);
    },
    giveUp: ({ id }) => setSendings((all) => all.filter((one) => one.id !== id)),
  };
}
