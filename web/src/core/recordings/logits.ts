// Recorded logits: whole numbers on even steps between the smallest and the largest of them.
// `float32 LE smallest, float32 LE step, uint16 LE steps above the smallest (V,)`: a value is off
// by half a step at most. The twin of export/shotglass_export/evaluation/recording/recorder.py.

const HEAD = 8; // bytes

/** (V,) logits. */
export function stepsToLogits(buffer: ArrayBuffer): Float32Array {
  const view = new DataView(buffer);
  const smallest = view.getFloat32(0, true);
  const step = view.getFloat32(4, true);
  const values = (buffer.byteLength - HEAD) / 2;
  return Float32Array.from(
    { length: values },
    (_, i) => smallest + step * view.getUint16(HEAD + 2 * i, true),
  );
}
