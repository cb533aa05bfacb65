import { Actions, Button, Notice } from '@sallyport/ui';
import type { ComponentType, VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { say } from '../messages/english.ts';

export type OnDemandProps<Properties> = Properties & {
  /** Leads to a dynamic import; what it brings is drawn when it has come. It is precached, so it comes without a network too. */
  readonly load: () => Promise<ComponentType<Properties>>;
};

/** What has come once is drawn at once the next time. */
const here = new WeakMap<() => Promise<unknown>, unknown>();

/** What most people never need is not in the first screen's script. A part that does not come says so, and can be asked for again. */
export function OnDemand<Properties extends object>({ load, ...properties }: OnDemandProps<Properties>): VNode {
  const [answer, setAnswer] = useState<{ readonly to: typeof load; readonly is: 'here' | 'missing' }>();
  // `load` names the part, so that this is never asked with another's name.
  const Component = here.get(load) as ComponentType<Properties> | undefined;
  const isMissing = answer?.to === load && answer.is === 'missing';
  useEffect(() => {
    if (Component || isMissing) return undefined;
    let isWanted = true;
    const hear = (is: 'here' | 'missing'): void => {
      if (isWanted) setAnswer({ to: load, is });
    };
    void load().then(
      (component) => {
        here.set(load, component);
        hear('here');
      },
      () => {
        hear('missing');
      },
    );
    return () => {
      isWanted = false;
    };
  }, [load, isMissing]);
  // What is left after taking `load` out is what the part wants; the compiler cannot see that for a type parameter.
  if (Component) return <Component {...(properties as Properties)} />;
  return isMissing ? (
    <PartIsMissing
      onAgain={() => {
        setAnswer(undefined);
      }}
    />
  ) : (
    <p role="status">{say('one-moment')}</p>
  );
}

/** Some browsers remember a failed import for as long as the page lives: for those there is the second button. */
export function PartIsMissing({ onAgain }: { readonly onAgain: () => void }): VNode {
  return (
    <Notice kind="warning" live="assertive">
      <p>{say('part-missing')}</p>
      <Actions>
        <Button type="button" kind="secondary" onClick={onAgain}>
          {say('part-again')}
        </Button>
        <Button
          type="button"
          kind="quiet"
          onClick={() => {
            location.reload();
          }}
        >
          {say('part-start-again')}
        </Button>
      </Actions>
    </Notice>
  );
}
