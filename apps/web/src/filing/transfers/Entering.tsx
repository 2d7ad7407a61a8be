import { type FormEvent, useState } from 'react';
import { DestinationChoice } from './DestinationChoice.js';
import { ReceiveTransfer, SendTransfer } from './generated/transfers.js';
import { blankOrder, blankSending, readReceiving, readSending } from './order.js';
import { OrderForm, Outside } from './OrderForm.js';
import { type OrderProps, useOrder } from './useOrder.js';
import { useWords } from './words.js';

/** 转出: to a union of the federation, which is to accept it, or outside, where it counts at once. */
export function Sending(props: OrderProps) {
  const say = useWords();
  const [unchosen, setUnchosen] = useState(false);
  const order = useOrder(props, {
    ...{ blank: blankSending(props.on), operation: SendTransfer, read: readSending },
  });
  if (!order) return null;
  const { form, sent, wrong } = order;
  const { receiver, destination } = form.written;
  const missing = receiver === 'inside' && destination === null;
  const send = (event: FormEvent): void => {
    event.preventDefault();
    setUnchosen(missing);
    if (!missing) order.send(event);
  };
  return (
    <OrderForm {...{ order, send }} hint={say('sendingHint')} button={say('send')}>
      <fieldset className="transfers-receiver">
        <legend>{say('receiver')}</legend>
        <p>
          {(['inside', 'outside'] as const).map((one) => (
            <label key={one}>
              <input
                type="radio"
                name="receiver"
                checked={receiver === one}
                disabled={sent.isPending}
                onChange={() => form.write({ receiver: one })}
              />
              {say(one)}
            </label>
          ))}
        </p>
        {receiver === 'inside' ? (
          <DestinationChoice
            unionId={props.unionId}
            chosen={destination}
            choose={(chosen) => form.write({ destination: chosen })}
            busy={sent.isPending}
            wrong={(unchosen && missing) || wrong.has('toUnionCode')}
          />
        ) : (
          <Outside label={say('outsideTo')} order={order} />
        )}
      </fieldset>
    </OrderForm>
  );
}

/** 转入 from outside the federation, which counts at once. */
export function Receiving(props: OrderProps) {
  const say = useWords();
  const order = useOrder(props, {
    ...{ blank: blankOrder(props.on), operation: ReceiveTransfer, read: readReceiving },
  });
  if (!order) return null;
  return (
    <OrderForm order={order} hint={say('receivingHint')} button={say('receive')}>
      <Outside label={say('outsideFrom')} order={order} />
    </OrderForm>
  );
}
