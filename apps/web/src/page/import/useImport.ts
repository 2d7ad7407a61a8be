import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useActKey } from '../../client/act-key.js';
import { asked } from '../../client/answers.js';
import { ask, type Said, sendFile } from '../../client/ask.js';
import { type Progress, useProgress } from '../../client/progress.js';
import {
  ApplyImport,
  CheckImport,
  ImportNow,
  type OneImportFragment,
  UndoImport,
} from './generated/import.js';

/** What is done to an import that has been checked, or taken over. */
export type Act =
  { does: 'CHECK' } | { does: 'APPLY'; submit: boolean; explanation: string | null } | { does: 'UNDO' };

/** An import as the page works on it. */
export interface Importing<Of extends object = never> {
  /** Sends a file and has it checked, with what else is said of it; answers the import's id, or null where it was refused. */
  send: (file: File, of: Of) => Promise<string | null>;
  act: (act: Act) => void;
  cancel: () => void;
  /** A file is being sent; or a step waits, or is under way. */
  sending: boolean;
  busy: boolean;
  /** The import: undefined while it is asked for, null where there is none. */
  now: OneImportFragment | null | undefined;
  step: Progress['operation'];
  problems: readonly Said[] | undefined;
  error: unknown;
}

/** A file that is to be imported, as an import is begun with it. */
export interface FileInput {
  fileName: string;
  size: number;
  idempotencyKey: string;
}

/** Begins an import of a file about which `of` is said: of drafts, or of history. */
export type Begin<Of extends object> = (input: Of & FileInput) => Promise<{
  import: { id: string } | null;
  url: string | null;
  userErrors: readonly Said[];
}>;

/** 导入: sends files, follows their steps, and knows how the import `id` stands. */
export function useImport<Of extends object>(id: string | null, begin: Begin<Of>): Importing<Of> {
  const keyOf = useActKey();
  const client = useQueryClient();
  const now = useQuery({ ...asked(ImportNow, { id: id ?? '' }), enabled: id !== null });
  const operationId = now.data?.import?.operationId ?? null;
  const step = useProgress(operationId);
  const { underWay } = step;

  // Once a step has ended, what it changed is asked for anew: the import, and drafts that other pages show.
  const was = useRef(false);
  useEffect(() => {
    if (was.current && !underWay) void client.invalidateQueries();
    was.current = underWay;
  }, [underWay, client]);

  const sending = useMutation({
    mutationFn: async ({ file, of }: { file: File; of: Of }) => {
      const about = { ...of, fileName: file.name, size: file.size };
      // A file that is sent again after its import was checked is another import.
      const key = keyOf([about, file.lastModified, id]);
      const { import: made, url, userErrors } = await begin({ ...about, idempotencyKey: key });
      if (!made || !url) return { id: null, userErrors };
      await sendFile(url, file);
      const { checkImport } = await ask(CheckImport, {
        input: { importId: made.id, idempotencyKey: keyOf(['CHECK', made.id]) },
      });
      return { id: made.id, userErrors: checkImport.userErrors };
    },
  });
  const acting = useMutation({
    mutationFn: async (act: Act) => {
      const input = { importId: id ?? '', idempotencyKey: keyOf([act, id, operationId]) };
      if (act.does === 'CHECK') return (await ask(CheckImport, { input })).checkImport;
      if (act.does === 'UNDO') return (await ask(UndoImport, { input })).undoImport;
      const { submit, explanation } = act;
      return (await ask(ApplyImport, { input: { ...input, submit, explanation } })).applyImport;
    },
    onSuccess: () => now.refetch(),
  });
  return {
    send: async (file, of) => {
      acting.reset();
      const sent = await sending.mutateAsync({ file, of }).catch(() => null);
      return sent?.id ?? null;
    },
    act: (act) => {
      sending.reset();
      acting.mutate(act);
    },
    cancel: step.cancel,
    sending: sending.isPending,
    busy: sending.isPending || acting.isPending || underWay,
    now: id === null ? null : now.data?.import,
    step: step.operation,
    problems: acting.data?.userErrors ?? sending.data?.userErrors,
    error: sending.error ?? acting.error ?? now.error ?? step.error,
  };
}
