import { useEffect, useState } from 'preact/hooks';

/** The model of an app, drawn anew whenever it changes. */
export function useModel<Model>(app: { readonly model: Model; subscribe(listener: () => void): () => void }): Model {
  const [model, setModel] = useState(app.model);
  useEffect(() => {
    const draw = (): void => {
      setModel(app.model);
    };
    draw();
    return app.subscribe(draw);
  }, [app]);
  return model;
}
