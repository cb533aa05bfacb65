/** The order of account set-up: password → questions → soft token → done. */
export type SetUpStep = 'password' | 'questions' | 'soft-token' | 'done';

export interface SetUpStanding {
  readonly hasPassword: boolean;
  readonly hasQuestions: boolean;
  /** A token that was activated at some time, whatever became of it since. */
  readonly hasActivatedToken: boolean;
}

/** The first step that is not done yet; so a set-up that was left off goes on there. */
export function nextSetUpStep(standing: SetUpStanding): SetUpStep {
  if (!standing.hasPassword) return 'password';
  if (!standing.hasQuestions) return 'questions';
  return standing.hasActivatedToken ? 'done' : 'soft-token';
}
