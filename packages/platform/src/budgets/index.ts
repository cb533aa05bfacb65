export { type Attempt, type GrowingDelay, purgeBudgets, refund, type Spending, spend, type Ticket } from './attempt-budget.ts';
