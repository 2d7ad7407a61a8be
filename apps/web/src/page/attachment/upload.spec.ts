import { describe, expect, it } from '@jest/globals';
import { accept, chosen, isOpen, type Sending, sizeText, type Steps, upload } from './upload.js';

const said = { code: 'ATTACHMENT_QUOTA', messageZh: '空间不足', messageEn: 'No space' };
const fileOf = (name: string, size = 10): File => new File([new Uint8Array(size)], name);

/** The steps as they go well, with what was asked of them. */
function stepsOf(other: Partial<Steps> = {}): { steps: Steps; asked: string[] } {
  const asked: string[] = [];
  const told =
    <Input extends unknown[], Output>(name: string, step: (...input: Input) => Promise<Output>) =>
    (...input: Input): Promise<Output> => {
      asked.push(name);
      return step(...input);
    };
  const well: Steps = {
    request: () => Promise.resolve({ upload: { attachmentId: 'a1', url: '/there' }, userErrors: [] }),
    put: () => Promise.resolve(),
    complete: () => Promise.resolve({ userErrors: [] }),
    refusal: () => null,
    ...other,
  };
  const steps = {
    request: told('request', well.request),
    put: told('put', well.put),
    complete: told('complete', well.complete),
    refusal: well.refusal,
  };
  return { steps, asked };
}
const lost = (): Promise<never> => Promise.reject(new Error('no network'));
const scan = (): Sending => chosen(fileOf('扫描.pdf'), 1);

describe('a file that is chosen', () => {
  it('waits to be sent', () => {
    expect(scan()).toMatchObject({ id: 1, stage: 'WAITING', told: [], refusals: 0, arrived: null });
  });

  it('is not sent where its name or size shows that it cannot be attached', () => {
    const program = chosen(fileOf('安装.EXE'), 2);
    expect(program).toMatchObject({ stage: 'UNFIT', told: [{ code: 'ATTACHMENT_TYPE' }] });
    expect(program.told[0]?.messageZh).toContain('.exe');
    expect(program.told[0]?.messageEn).toContain('pdf');
    const large = { name: '照片.jpg', size: 20 * 1_048_576 + 1 } as File;
    expect(chosen(large, 3)).toMatchObject({ stage: 'UNFIT', told: [{ code: 'ATTACHMENT_TOO_LARGE' }] });
    expect(chosen(fileOf('空.png', 0), 4).stage).toBe('UNFIT');
  });

  it('is offered by the endings that may be attached', () => {
    expect(accept.split(',')).toEqual(expect.arrayContaining(['.pdf', '.jpg', '.heic', '.docx']));
    expect(accept).not.toContain('.svg');
  });
});

describe('an upload', () => {
  it('takes three steps', async () => {
    const { steps, asked } = stepsOf();
    expect(await upload(scan(), steps)).toMatchObject({ stage: 'DONE', told: [] });
    expect(asked).toEqual(['request', 'put', 'complete']);
  });

  it('tells why it was refused, and is another one when it is tried again', async () => {
    const { steps, asked } = stepsOf({
      request: () => Promise.resolve({ upload: null, userErrors: [said] }),
    });
    const now = await upload(scan(), steps);
    expect(now).toMatchObject({ stage: 'REFUSED', told: [said], refusals: 1, arrived: null });
    expect(asked).toEqual(['request']);
  });

  it('is sent anew where its bytes were refused at last', async () => {
    const { steps } = stepsOf({ complete: () => Promise.resolve({ userErrors: [said] }) });
    const now = await upload({ ...scan(), arrived: 'a1' }, steps);
    expect(now).toMatchObject({ stage: 'REFUSED', refusals: 1, arrived: null });
    const again = stepsOf();
    await upload(now, again.steps);
    expect(again.asked).toEqual(['request', 'put', 'complete']);
  });

  it('is the same one after the network was lost on the way', async () => {
    const { steps } = stepsOf({ put: lost });
    const now = await upload(scan(), steps);
    expect(now).toMatchObject({ stage: 'LOST', told: [], refusals: 0, arrived: null });
  });

  it('goes on behind its bytes, once those have arrived', async () => {
    const now = await upload(scan(), stepsOf({ complete: lost }).steps);
    expect(now).toMatchObject({ stage: 'LOST', arrived: 'a1' });
    const { steps, asked } = stepsOf();
    expect(await upload(now, steps)).toMatchObject({ stage: 'DONE' });
    expect(asked).toEqual(['complete']);
  });

  it('tells what the api refuses as a whole', async () => {
    const { steps } = stepsOf({ put: lost, refusal: () => said });
    expect(await upload(scan(), steps)).toMatchObject({ stage: 'REFUSED', told: [said] });
  });
});

it('leaves the list when more is chosen, unless it may still come to something', () => {
  const open = (['WAITING', 'SENDING', 'DONE', 'LOST', 'REFUSED', 'UNFIT'] as const).filter((stage) =>
    isOpen({ ...scan(), stage }),
  );
  expect(open).toEqual(['WAITING', 'SENDING', 'LOST', 'REFUSED']);
});

it('tells a size in KB, and in MB from one on', () => {
  expect([1, 5_000, 1_048_576, 20 * 1_048_576].map(sizeText)).toEqual(['1 KB', '5 KB', '1.0 MB', '20.0 MB']);
});
