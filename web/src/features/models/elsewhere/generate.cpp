// g++ -std=c++17 generate.cpp -lonnxruntime && ./a.out 7504 315 799 263 727   (tokens as ids)
#include <algorithm>
#include <iostream>
#include <numeric>
#include <onnxruntime_cxx_api.h>

int main(int count, char** words) {
  Ort::Env env;
  Ort::Session model(env, "portable.onnx", Ort::SessionOptions());
  Ort::AllocatorWithDefaultOptions heap;
  std::vector<Ort::AllocatedStringPtr> owned;
  std::vector<const char*> ins, outs;
  for (size_t i = 0; i < model.GetInputCount(); i++)
    ins.push_back(owned.emplace_back(model.GetInputNameAllocated(i, heap)).get());
  for (size_t i = 0; i < model.GetOutputCount(); i++)
    outs.push_back(owned.emplace_back(model.GetOutputNameAllocated(i, heap)).get());
  std::vector<Ort::Value> feeds;
  for (size_t i = 0; i < ins.size(); i++) {  // ids, mask and positions are set anew each step
    auto shape = model.GetInputTypeInfo(i).GetTensorTypeAndShapeInfo().GetShape();
    if (i >= 3) shape[0] = 1, shape[2] = 0;  // the cache is empty at first
    feeds.push_back(i < 3 ? Ort::Value(nullptr)
                          : Ort::Value::CreateTensor<float>(heap, shape.data(), 4));
  }
  auto set = [&](int i, const std::vector<int64_t>& values) {
    int64_t shape[] = {1, int64_t(values.size())};
    feeds[i] = Ort::Value::CreateTensor<int64_t>(heap, shape, 2);
    std::copy(values.begin(), values.end(), feeds[i].GetTensorMutableData<int64_t>());
  };
  std::vector<int64_t> fresh;
  std::transform(words + 1, words + count, std::back_inserter(fresh), atoll);
  for (size_t step = 0, past = 0; step < 12; step++) {  // greedy; manifest.json has the stop_ids
    std::vector<int64_t> positions(fresh.size());
    std::iota(positions.begin(), positions.end(), past);
    past += fresh.size();
    set(0, fresh), set(1, std::vector<int64_t>(past, 1)), set(2, positions);
    auto made = model.Run({}, ins.data(), feeds.data(), ins.size(), outs.data(), outs.size());
    std::move(made.begin() + 1, made.end(), feeds.begin() + 3);
    auto shape = made[0].GetTensorTypeAndShapeInfo().GetShape();
    const float* last = made[0].GetTensorData<float>() + (shape[1] - 1) * shape[2];
    fresh = {std::max_element(last, last + shape[2]) - last};
    std::cout << fresh[0] << " " << std::flush;
  }
}
