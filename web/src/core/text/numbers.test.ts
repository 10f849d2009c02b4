import { describe, expect, it } from "vitest";
import {
  bytes,
  count,
  equalChoices,
  typeset,
  nats,
  percent,
  percentagePoints,
  percentDigits,
  points,
  share,
  shortPercent,
  shortPercentDigits,
} from "./numbers";

describe("numbers", () => {
  it("writes percent with one decimal and never calls a small share nothing", () => {
    expect(percent(0.66)).toBe("66.0\u202f%");
    expect(percent(0.0004)).toBe("<\u202f0.1\u202f%");
    expect(percent(0.0005)).toBe("0.1\u202f%");
    expect(percent(0)).toBe("0.0\u202f%");
  });
  it("is whole above 10 % in sentences and pictures", () => {
    const shares = [0.657, 0.1, 0.09996, 0.021, 0.0004, 0.996, 1];
    const written = ["66", "10", "10", "2.1", "<\u202f0.1", ">\u202f99", "100"];
    expect(shares.map(shortPercentDigits)).toEqual(written);
    expect(shortPercent(0.657)).toBe("66\u202f%");
  });
  it("sets the counts and quotes of a text, and leaves its lists alone", () => {
    expect(typeset("1,572,864 of 2,000; 1,2 and 3,1415; Student's")).toBe(
      "1\u202f572\u202f864 of 2\u202f000; 1,2 and 3,1415; Student’s",
    );
  });
  it("never calls almost everything everything", () => {
    expect(percentDigits(0.99999)).toBe(">\u202f99.9");
    expect(percentDigits(1)).toBe("100.0");
  });
  it("writes a difference of shares with a true minus", () => {
    expect(percent(-0.281)).toBe("\u221228.1\u202f%");
  });
  it("signs differences and leaves nothing unsigned", () => {
    expect(points(0.66)).toBe("+66.0");
    expect(points(-0.012)).toBe("\u22121.2");
    expect(points(-0.00001)).toBe("0.0");
  });
  it("groups counts with thin spaces", () => {
    expect(count(134515008)).toBe("134\u202f515\u202f008");
    expect(count(7)).toBe("7");
  });
  it("writes how far off something is in points", () => {
    expect([0.66, 11.7, 0.004, 0, 1].map(percentagePoints)).toEqual([
      "0.66",
      "11.7",
      "<\u202f0.01",
      "0.00",
      "1.0",
    ]);
  });
  it("writes nats with a true minus", () => {
    expect(nats(-1.474)).toBe("\u22121.47");
  });
  it("says nats as equal choices", () => {
    expect([0, 0.34, Math.log(8), 6, 8].map(equalChoices)).toEqual([
      "1",
      "1.4",
      "8",
      "403",
      "2\u202f981",
    ]);
  });
  it("writes bytes in the unit one reads", () => {
    expect(bytes(512)).toBe("512\u202fbytes");
    expect(bytes(143_654_400)).toBe("143.7\u202fMB");
  });
  it("writes shares of attention as plain numbers", () => {
    expect([1, 0.314, 0.0042, 0.0001, 0].map(share)).toEqual([
      "1.00",
      "0.31",
      "0.004",
      "<\u202f0.001",
      "0",
    ]);
  });
});
