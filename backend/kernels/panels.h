// Weights in the order in which they are read: panels of 48 columns, read from the model's file once, when it is loaded.
#pragma once
#include <string>

#include "kernels.h"

namespace shotglass {

// Memory that starts at a page, on huge pages where the system has them: with small ones a tenth of a step looks addresses up.
class Memory {
 public:
  Memory() = default;
  explicit Memory(size_t bytes);
  Memory(Memory&& other) noexcept : data_(other.data_) { other.data_ = nullptr; }
  Memory& operator=(Memory&& other) noexcept;
  ~Memory();
  template <class T> T* as() const { return static_cast<T*>(data_); }

 private:
  void* data_ = nullptr;
};

// Where a weight lies: (depth, columns) numbers, or (columns, depth) where it is `transposed`.
struct Place32 {
  std::string file;
  long offset, depth, columns;
  bool transposed;
};

// Columns first, ..., first + count - 1 of a weight, packed.
struct Panels {
  long depth, columns, count;  // of panels
  Memory numbers;
  Panels(const Place32& place, const float* weight, long first, long columns);
  const float* at(long panel) const { return numbers.as<float>() + panel * depth * PANEL; }
};

// 8-bit codes (columns, blocks, block) of which 128 stands for zero, and scales (columns, blocks).
struct Place8 {
  std::string file;
  long codes, scales, depth, columns, block;
};

struct BlockPanels {
  long width, depth, block, columns, count;  // width: of the rows; depth: whole blocks
  Memory codes, scales, sums;
  BlockPanels(const Place8& place, const uint8_t* codes, const float* scales, long first, long columns);
  BlockPanel at(long panel) const;
};

// The bytes of a file. Raises std::runtime_error where there are fewer.
Memory read_file(const std::string& file, long offset, long bytes);

}  // namespace shotglass
