# pip install numpy onnxruntime tokenizers; python generate.py "Once upon a time", beside the files
import sys

import numpy as np
import onnxruntime
import tokenizers

model = onnxruntime.InferenceSession("portable.onnx")
tokenizer = tokenizers.Tokenizer.from_file("tokenizer.json")
caches = model.get_inputs()[3:]  # after input_ids, attention_mask and position_ids
past = {x.name: np.zeros((1, x.shape[1], 0, x.shape[3]), np.float32) for x in caches}
ids = new = np.array([tokenizer.encode(sys.argv[1]).ids])
for _ in range(12):  # greedy; manifest.json has the stop_ids
    total = ids.shape[1]
    feeds = {"input_ids": new, "attention_mask": np.ones_like(ids)}
    feeds["position_ids"] = np.arange(total - new.shape[1], total)[None]
    logits, *present = model.run(None, feeds | past)
    past = dict(zip(past, present, strict=True))
    new = logits[:, -1:].argmax(-1)
    ids = np.concatenate([ids, new], axis=1)
print(tokenizer.decode(ids[0]))
