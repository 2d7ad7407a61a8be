import type { Me } from '../../client/session.js';
import { Field } from '../../page/Field.js';
import { UnionField } from '../form/UnionField.js';
import { useRoleWords } from '../role-words.js';
import { rolesGivenBy } from './administering.js';
import type { InviteMutationVariables } from './generated/people.js';
import { useWords } from './words.js';

type Post = InviteMutationVariables['input']['appointments'] extends (infer One)[] | infer One ? One : never;

/** An appointment, as the fields below were filled in. */
export const postGiven = (of: (name: string) => string): Post => ({
  unionId: of('unionId'),
  role: of('role') as Post['role'],
  from: of('from') || null,
  until: of('until') || null,
});

/** What somebody is appointed to: where, as what, from when until when. */
export function PostFields({ me }: { me: Me }) {
  const say = useWords();
  const role = useRoleWords();
  return (
    <>
      <UnionField label={say('union')} name="unionId" first={me.appointments.map(({ union }) => union)} />
      <label className="field">
        <span>{say('role')}</span>
        <select name="role">
          {rolesGivenBy(me).map((one) => (
            <option key={one} value={one}>
              {role(one)}
            </option>
          ))}
        </select>
      </label>
      <Field label={say('from')} name="from" type="date" required={false} />
      <Field label={say('until')} name="until" type="date" required={false} />
    </>
  );
}
