import { usePages } from '../../client/paged.js';
import { Field } from '../../page/Field.js';
import { Failed, Loading } from '../../page/states.js';
import { moment } from '../../words/dates.js';
import { Act } from '../form/Act.js';
import { Once } from '../form/Once.js';
import { SendForm } from '../form/SendForm.js';
import { useRoleWords } from '../role-words.js';
import {
  Hosted,
  type HostedQuery,
  InviteAdministrators,
  OpenTenant,
  type OpenTenantMutation,
  ResumeTenant,
  SuspendTenant,
} from './generated/tenants.js';
import { useWords } from './words.js';
import { More } from '../More.js';

/** 租户: the federations of the installation, seen from outside. */
export default function Tenants() {
  const say = useWords();
  const pages = usePages(Hosted, {}, ({ tenants }) => tenants.pageInfo);
  const hosted = pages.data?.pages.flatMap(({ tenants }) => tenants.nodes) ?? [];
  return (
    <>
      <h1>{say('title')}</h1>
      <Opening />
      {pages.isPending && <Loading />}
      {pages.error && <Failed error={pages.error} retry={() => void pages.refetch()} />}
      {pages.data && hosted.length === 0 && <p>{say('none')}</p>}
      {hosted.length > 0 && (
        <ul className="panel rows">
          {hosted.map((tenant) => (
            <Tenant key={tenant.code} {...tenant} />
          ))}
        </ul>
      )}
      <More pages={pages} />
    </>
  );
}

function Tenant({ code, name, openedAt, suspendedAt }: HostedQuery['tenants']['nodes'][number]) {
  const say = useWords();
  return (
    <li>
      <span className="grow">
        {name} <code>{code}</code>{' '}
        <span className={suspendedAt ? 'badge alarm' : 'badge'}>
          {say(suspendedAt ? 'suspended' : 'running')}
        </span>{' '}
        <span className="dim">
          {say('openedAt', { at: moment(openedAt) })}
          {suspendedAt && `, ${say('suspendedAt', { at: moment(suspendedAt) })}`}
        </span>
      </span>
      {suspendedAt ? (
        <Act
          key="resume"
          operation={ResumeTenant}
          variables={{ code }}
          told={({ resumeTenant }) => resumeTenant.userErrors}
          act={say('resume')}
        />
      ) : (
        <Act
          key="suspend"
          operation={SuspendTenant}
          variables={{ code }}
          told={({ suspendTenant }) => suspendTenant.userErrors}
          act={say('suspend')}
        />
      )}
      <Act
        operation={InviteAdministrators}
        variables={{ code }}
        told={({ inviteAdministrators }) => inviteAdministrators.userErrors}
        act={say('inviteAgain')}
        done={({ inviteAdministrators }) => <Codes of={inviteAdministrators.invitations} />}
      />
    </li>
  );
}

/** The codes of a tenant's first administrators, shown this once. */
function Codes({ of }: { of: OpenTenantMutation['openTenant']['invitations'] }) {
  const say = useWords();
  const role = useRoleWords();
  return (
    <>
      {of?.map((invitation) => (
        <Once
          key={invitation.login}
          hint={say('codeOf', {
            role: role(invitation.role),
            login: invitation.login,
            at: moment(invitation.expiresAt),
          })}
        >
          {invitation.code}
        </Once>
      ))}
    </>
  );
}

const administrators = [
  ['systemAdmin', 'SYSTEM_ADMIN'],
  ['securityAdmin', 'SECURITY_ADMIN'],
  ['auditAdmin', 'AUDIT_ADMIN'],
] as const;

function Opening() {
  const say = useWords();
  const role = useRoleWords();
  return (
    <details className="panel folded">
      <summary>{say('open')}</summary>
      <p className="dim">{say('openHint')}</p>
      <SendForm
        operation={OpenTenant}
        variables={(of) => {
          const first = (field: string) => ({ login: of(`${field} login`), name: of(`${field} name`) });
          return {
            input: {
              code: of('code'),
              name: of('name'),
              unionCode: of('unionCode'),
              establishedOn: of('establishedOn'),
              systemAdmin: first('systemAdmin'),
              securityAdmin: first('securityAdmin'),
              auditAdmin: first('auditAdmin'),
            },
          };
        }}
        told={({ openTenant }) => openTenant.userErrors}
        button={say('open')}
        done={({ openTenant }) => <Codes of={openTenant.invitations} />}
      >
        <Field label={say('code')} name="code" autoCapitalize="none" />
        <Field label={say('name')} name="name" />
        <Field label={say('unionCode')} name="unionCode" />
        <Field label={say('establishedOn')} name="establishedOn" type="date" />
        {administrators.map(([field, one]) => (
          <div key={field} className="form-pair">
            <Field
              label={say('loginOf', { role: role(one) })}
              name={`${field} login`}
              autoComplete="off"
              autoCapitalize="none"
            />
            <Field label={say('nameOf', { role: role(one) })} name={`${field} name`} autoComplete="off" />
          </div>
        ))}
      </SendForm>
    </details>
  );
}
