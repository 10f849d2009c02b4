import { describe, expect, it } from "vitest";
import { swarm } from "./swarm";

describe("dots on a line", () => {
  it("cover one another in no case, and stay on the line where they can", () => {
    for (let round = 1; round < 200; round += 1) {
      const places = Array.from({ length: round % 30 }, (_, i) => (i * round * 7) % 90);
      const levels = swarm(places, 10);
      places.forEach((place, a) => {
        places.forEach((other, b) => {
          if (a < b && levels[a] === levels[b]) expect(Math.abs(place - other)).toBeGreaterThanOrEqual(10); // prettier-ignore
        });
      });
    }
    expect(swarm([0, 20, 40], 10)).toEqual([0, 0, 0]);
    expect(swarm([5, 5, 5], 10)).toEqual([0, 1, -1]);
  });
});
