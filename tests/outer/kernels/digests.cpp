// Calls every kernel with numbers of a fixed sequence and prints a digest of what each makes: the same for every instruction
// set of every processor. `digests SET`: one of those that this processor has; without, their names.
#include <cstdio>
#include <cstring>
#include <vector>

#include "kernels.h"
#include "panels.h"

using namespace shotglass;
using Row = std::vector<float>;

static uint64_t state = 1;
static uint32_t next() {  // the 64-bit linear congruential generator of Knuth's MMIX
  state = state * 6364136223846793005ull + 1442695040888963407ull;
  return (uint32_t)(state >> 33);
}
static Row row(size_t count, float size = 1.0f) {
  Row made(count);
  for (float& x : made) x = ((float)(next() >> 7) / 8388608.0f - 1.0f) * size;
  return made;
}

static uint64_t digest;
template <class T> static void add(const std::vector<T>& values) {  // FNV-1a
  for (const T& value : values) {
    unsigned char bytes[sizeof(T)];
    std::memcpy(bytes, &value, sizeof(T));
    if (sizeof(T) == 4 && value != value) std::memset(bytes, 0xff, sizeof(T));  // what is no number has no sign
    for (const unsigned char byte : bytes) digest = (digest ^ byte) * 1099511628211ull;
  }
}
static void begin() { state = 1, digest = 14695981039346656037ull; }
static void end(const char* name) { std::printf("%s %016llx\n", name, (unsigned long long)digest); }

static void odd_numbers(Row& x) {
  const float odd[] = {0.0f, -0.0f, 1e-42f, -1e-40f, __builtin_inff(), -__builtin_inff(), __builtin_nanf(""), 3e38f};
  if (next() % 3 == 0) x[next() % x.size()] = odd[next() % 8];
}

static void products(const Kernels& k) {
  begin();
  for (long rows = 1; rows <= 70; rows++)
    for (const long depth : {1, 7, 64, 131}) {
      Row x = row(rows * depth);
      odd_numbers(x);
      const Row weight = row(depth * PANEL), bias = row(PANEL);
      const long columns = 1 + next() % PANEL;
      Row y(rows * columns);
      k.product(x.data(), depth, weight.data(), depth, {y.data(), columns, rows, columns, rows % 2 ? bias.data() : nullptr});
      add(y);
    }
  end("product");
}

static void block_products(const Kernels& k) {
  begin();
  for (long rows = 1; rows <= 70; rows += 3)
    for (const long block : {16, 32, 64})
      for (const long width : {1, 48, 131}) {
        const long depth = (width + block - 1) / block * block, blocks = depth / block, columns = 1 + next() % 90;
        Row x = row(rows * width);
        odd_numbers(x);
        std::vector<uint8_t> codes(rows * depth), weights(columns * depth);
        Row scales(rows * blocks), steps = row(columns * blocks, 0.01f), y(rows * columns);
        for (uint8_t& code : weights) code = (uint8_t)next();
        for (long r = 0; r < rows; r++) k.round(&x[r * width], width, depth, block, &codes[r * depth], &scales[r * blocks]);
        add(scales);
        const BlockPanels panels({"", 0, 0, width, columns, block}, weights.data(), steps.data(), 0, columns);
        for (long p = 0; p < panels.count; p++) {
          const long left = columns - p * PANEL;
          k.block_product(codes.data(), scales.data(), panels.at(p), {y.data() + p * PANEL, columns, rows, left < PANEL ? left : PANEL, nullptr});
        }
        add(y);
      }
  end("block product");
}

static void rows(const Kernels& k) {
  begin();
  for (long width = 1; width <= 200; width += width < 40 ? 1 : 23) {
    Row x = row(width, 8.0f);
    odd_numbers(x);
    const Row skip = row(width), weight = row(width), bias = row(width);
    Row made(width), sum(width);
    for (const bool layer : {false, true}) {
      k.norm(x.data(), skip.data(), weight.data(), layer ? bias.data() : nullptr, layer, 1e-5f, width, made.data(), sum.data());
      add(made), add(sum);
    }
    k.activate(x.data(), skip.data(), width, 1.0f, 0.0f, made.data());
    add(made);
    k.activate(x.data(), nullptr, width, 1.5957691f, 0.07135482f, made.data());
    add(made);
  }
  end("rows");
}

static void attention(const Kernels& k) {
  begin();
  for (const long size : {4, 20, 64})
    for (const long heads : {2, 6})
      for (const long window : {0, 9})
        for (long turn = 0; turn < 6; turn++) {
          const long groups = 2, room = 90, tokens = 1 + (long)(next() % 40), batch = 2, turned = size / 4 * 4 * (turn % 2);
          const Row packed = row(batch * tokens * (heads + 2 * groups) * size), angles = row(room * size), others = row(room * size);
          Row keys = row(batch * groups * room * size), values = row(batch * groups * room * size), mixed(batch * tokens * heads * size);
          int32_t lengths[2] = {(int32_t)tokens, 1}, total[2] = {(int32_t)(tokens + next() % 40), (int32_t)(next() % room)};
          const Attention a{batch, tokens, heads, groups, size, room, turned, window, 0.3f, turn % 3 ? 0.0f : 2.0f, packed.data(),
                            turned ? angles.data() : nullptr, turned ? others.data() : nullptr, total, lengths, keys.data(), values.data(), mixed.data()};
          for (long b = 0; b < batch; b++)
            for (long g = 0; g < groups; g++) {
              k.append(a, b, g);
              for (long first = 0; first < lengths[b]; first += 32) {
                const long count = lengths[b] - first < 32 ? lengths[b] - first : 32;
                Row scratch(scratch_size(a, count, total[b] + 1 - lengths[b] + first + count));
                k.attend(a, b, g, first, count, scratch.data());
              }
            }
          add(keys), add(mixed);
        }
  end("attention");
}

int main(int count, char** words) {
  if (count < 2) return std::printf("%s\n", supported_kernels().c_str()), 0;
  const Kernels* kernels = kernels_named(words[1]);
  if (!kernels) return std::fprintf(stderr, "this processor has no kernels %s\n", words[1]), 1;
  products(*kernels), block_products(*kernels), rows(*kernels), attention(*kernels);
}
