// The small networks of lessons, within a page by itself: what runs them is thirty times as large as the
// page, and stays with Shotglass.

import { NoModel } from "../../features/lessons/answers";

export function fileOf(): Promise<never> {
  return Promise.reject(new NoModel());
}

export const Net = { open: fileOf };
