import type { Client } from './client.js';
import { key, mutationOf, type Told, toldIn } from './town.js';

/** A template as the api answers it. */
export interface SetTemplate {
  id: string;
  form: string;
  fileName: string;
  size: number;
  placeholders: string[];
  url: string;
}
const templateFields = 'id form fileName size placeholders url';

/** Sets a template aside; answers its id, and where its file is to be sent. */
export async function beginTemplate(
  client: Client,
  input: { form?: string; fileName?: string; size?: number; idempotencyKey?: string } = {},
): Promise<{ templateId: string; url: string }> {
  const { beginReportTemplate } = await client.get<{
    beginReportTemplate: { templateId: string; url: string };
  }>(mutationOf('beginReportTemplate', 'templateId url'), {
    input: { form: 'work-q', fileName: '总结模板.docx', size: 9, idempotencyKey: key(), ...input },
  });
  return beginReportTemplate;
}

/** Has what was sent made the template of its form; answers it, or what was wrong. */
export async function setTemplate(
  client: Client,
  templateId: string,
): Promise<{ template: SetTemplate | null; told: Told[] }> {
  const answer = await client.ask<{ setReportTemplate: { template: SetTemplate | null } | null }>(
    mutationOf('setReportTemplate', `template { ${templateFields} }`),
    { input: { templateId } },
  );
  return { template: answer.data?.setReportTemplate?.template ?? null, told: toldIn(answer) };
}

/** Begins, sends and sets a template. */
export async function sendTemplate(
  client: Client,
  apiUrl: string,
  bytes: Uint8Array,
  form = 'work-q',
): ReturnType<typeof setTemplate> {
  const { templateId, url } = await beginTemplate(client, { form, size: bytes.byteLength });
  const { status } = await fetch(new URL(url, apiUrl), { method: 'PUT', body: Buffer.from(bytes) });
  if (status !== 204) throw new Error(`the upload was answered ${status}`);
  return setTemplate(client, templateId);
}

/** The template of a form as it is now. */
export async function templateNow(client: Client, form = 'work-q'): Promise<SetTemplate | null> {
  const asked = `query ($form: String!) { reportTemplate(form: $form) { ${templateFields} } }`;
  return (await client.get<{ reportTemplate: SetTemplate | null }>(asked, { form })).reportTemplate;
}
