import type { ComponentType, VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { say } from '../messages/english.ts';

export type OnDemandProps<Properties> = Properties & {
  /** Leads to a dynamic import; what it brings is drawn when it has come. It is precached, so it comes without a network too. */
  readonly load: () => Promise<ComponentType<Properties>>;
};

/** What most people never need is not in the first screen's script. */
export function OnDemand<Properties extends object>({ load, ...properties }: OnDemandProps<Properties>): VNode {
  const [Part, setPart] = useState<{ readonly component: ComponentType<Properties> }>();
  useEffect(() => {
    let isWanted = true;
    void load().then((component) => {
      if (isWanted) setPart({ component });
    });
    return () => {
      isWanted = false;
    };
  }, [load]);
  if (!Part) return <p>{say('one-moment')}</p>;
  const Component = Part.component;
  // What is left after taking `load` out is what the part wants; the compiler cannot see that for a type parameter.
  return <Component {...(properties as Properties)} />;
}
