// dotnet add package Microsoft.ML.OnnxRuntime; dotnet run 7504 315 799 263 727 (tokens as ids)
using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

static class Generate
{
    static NamedOnnxValue Tensor<T>(string name, IEnumerable<T> values, params int[] shape) =>
        NamedOnnxValue.CreateFromTensor(name, new DenseTensor<T>(values.ToArray(), shape));

    static void Main(string[] words)
    {
        var model = new InferenceSession("portable.onnx");
        var past = new List<NamedOnnxValue>(); // the cache is empty at first
        foreach (var input in model.InputMetadata.Where(x => x.Key.StartsWith("past")))
        {
            var shape = input.Value.Dimensions;
            past.Add(Tensor(input.Key, new float[0], 1, shape[1], 0, shape[3]));
        }
        var fresh = words.Select(long.Parse).ToArray();
        for (int step = 0, total = 0; step < 12; step++) // greedy; manifest.json has the stop_ids
        {
            var places = Enumerable.Range(total, fresh.Length).Select(place => (long)place);
            total += fresh.Length;
            var feeds = new List<NamedOnnxValue>(past);
            feeds.Add(Tensor("input_ids", fresh, 1, fresh.Length));
            feeds.Add(Tensor("attention_mask", Enumerable.Repeat(1L, total), 1, total));
            feeds.Add(Tensor("position_ids", places, 1, fresh.Length));
            var made = model.Run(feeds).ToList();
            past = made.Skip(1).Select(x => NamedOnnxValue.CreateFromTensor(
                x.Name.Replace("present", "past_key_values"), x.AsTensor<float>())).ToList();
            var logits = made[0].AsTensor<float>();
            var last = logits.Skip(logits.Dimensions[2] * (fresh.Length - 1)).ToList();
            fresh = new[] { (long)last.IndexOf(last.Max()) };
            Console.Write(fresh[0] + " ");
        }
    }
}
