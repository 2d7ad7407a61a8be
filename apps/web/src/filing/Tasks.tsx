import { useAnswer } from '../client/answers.js';
import { Answered } from '../page/states.js';
import { MyTasks } from './tasks.generated.js';
import { useWords } from './words.js';

/** 我的任务: what one may file now, what is due first first. */
export function Tasks() {
  const say = useWords();
  const answer = useAnswer(MyTasks, {});
  return (
    <>
      <h1>{say('tasks')}</h1>
      <Answered answer={answer}>
        {({ myTasks }) => (
          <ul>
            {myTasks.nodes.map((task) => (
              <li key={`${task.union.id} ${task.form} ${task.period}`}>
                {task.union.name} {task.period} {task.filled}/{task.total}
              </li>
            ))}
          </ul>
        )}
      </Answered>
    </>
  );
}
