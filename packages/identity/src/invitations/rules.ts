/** The order of account set-up: password → questions, where the recovery policy accepts them → soft token → done. */
export type SetUpStep = 'password' | 'questions' | 'soft-token' | 'done';

export interface SetUpStanding {
  readonly hasPassword: boolean;
  /** `not-asked`: the recovery policy does not accept them. */
  readonly questions: 'registered' | 'missing' | 'not-asked';
  /** A token that was activated at some time, whatever became of it since. */
  readonly hasActivatedToken: boolean;
}

/** The first step that is not done yet; so a set-up that was left off goes on there. */
export function nextSetUpStep(standing: SetUpStanding): SetUpStep {
  if (!standing.hasPassword) return 'password';
  if (standing.questions === 'missing') return 'questions';
  return standing.hasActivatedToken ? 'done' : 'soft-token';
}
