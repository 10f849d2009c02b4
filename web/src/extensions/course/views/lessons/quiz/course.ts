// The course: a week's lessons are those that name it, in their order.

import { topicsWhere, type Topic } from "../lessons";

export interface Week {
  number: number; // from 1
  minutes: number; // in class and of reading together; an estimate
  topics: readonly Topic[];
}

const MINUTES = [45, 45, 60, 90, 75, 60, 60, 75, 75, 75, 90, 90];

export const WEEKS: readonly Week[] = MINUTES.map((minutes, index) => ({
  number: index + 1,
  minutes,
  topics: topicsWhere(({ week }) => week === index + 1),
}));
