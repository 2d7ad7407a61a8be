import { Button, Table, Tag, Typography } from 'antd';
import { useAnswer, useSend } from '../../client/answers.js';
import { Problems } from '../../page/Problems.js';
import { Answered } from '../../page/states.js';
import { moment } from '../../words/dates.js';
import { MySessions, RevokeSession } from './account.generated.js';
import { useWords } from './words.js';

/** 我的账号: where one is signed in. */
export default function Account() {
  const say = useWords();
  const answer = useAnswer(MySessions, {});
  const revoke = useSend(RevokeSession);
  return (
    <>
      <Typography.Title level={1}>{say('title')}</Typography.Title>
      <Typography.Title level={2}>{say('sessions')}</Typography.Title>
      <Problems told={revoke.data?.revokeSession.userErrors} error={revoke.error} />
      <Answered answer={answer}>
        {({ mySessions }) => (
          <Table
            rowKey="id"
            dataSource={mySessions}
            pagination={false}
            scroll={{ x: 'max-content' }}
            columns={[
              {
                title: say('device'),
                render: (_, { device, current }) => (
                  <>
                    {device ?? say('unknown')} {current && <Tag>{say('current')}</Tag>}
                  </>
                ),
              },
              { title: say('address'), render: (_, { address }) => address ?? say('unknown') },
              { title: say('opened'), render: (_, { openedAt }) => moment(openedAt) },
              { title: say('used'), render: (_, { lastUsedAt }) => moment(lastUsedAt) },
              {
                title: '',
                render: (_, { id, current }) =>
                  !current && (
                    <Button onClick={() => revoke.mutate({ sessionId: id })} loading={revoke.isPending}>
                      {say('revoke')}
                    </Button>
                  ),
              },
            ]}
          />
        )}
      </Answered>
    </>
  );
}
