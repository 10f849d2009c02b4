// A square of numbers in one run of memory, and the window of it that a drawing needs.

export interface Matrix {
  size: number; // rows and columns
  data: Float32Array; // size * size, row by row
}

/** The `index`th square of a stack of squares; a view, not a copy. */
export function square(stack: Float32Array, size: number, index: number): Matrix {
  return { size, data: stack.subarray(index * size * size, (index + 1) * size * size) };
}

export function rowOf({ size, data }: Matrix, row: number): Float32Array {
  return data.subarray(row * size, (row + 1) * size);
}

export function cell({ size, data }: Matrix, row: number, column: number): number {
  return data[row * size + column] ?? 0;
}
