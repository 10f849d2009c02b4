// The papers that the lessons rest on, by the name that they call it. Fetched with the lessons.

/** Authors as they are cited in English, the year of the citation, the title, and where it is. */
type Paper = readonly [by: string, year: number, title: string, at: string];

/** `at`: arXiv:…, doi:…, or an address where there is neither. */
// prettier-ignore
export const PAPERS = {
  ainslie: ["Ainslie et al.", 2023, "GQA: Training Generalized Multi-Query Transformer Models from Multi-Head Checkpoints", "arXiv:2305.13245"],
  akyurek: ["Akyürek et al.", 2022, "What Learning Algorithm Is In-Context Learning? Investigations with Linear Models", "arXiv:2211.15661"],
  allal: ["Allal et al.", 2025, "SmolLM2: When Smol Goes Big — Data-Centric Training of a Small Language Model", "arXiv:2502.02737"],
  ba: ["Ba et al.", 2016, "Layer Normalization", "arXiv:1607.06450"],
  bellman: ["Bellman", 1961, "Adaptive Control Processes: A Guided Tour", "doi:10.1515/9781400874668"],
  bengio: ["Bengio et al.", 2003, "A Neural Probabilistic Language Model", "https://www.jmlr.org/papers/v3/bengio03a.html"],
  besiroglu: ["Besiroglu et al.", 2024, "Chinchilla Scaling: A Replication Attempt", "arXiv:2404.10102"],
  beyer: ["Beyer et al.", 1999, "When Is “Nearest Neighbor” Meaningful?", "doi:10.1007/3-540-49257-7_15"],
  bolukbasi: ["Bolukbasi et al.", 2016, "Man Is to Computer Programmer as Woman Is to Homemaker? Debiasing Word Embeddings", "arXiv:1607.06520"],
  bommasani: ["Bommasani et al.", 2021, "On the Opportunities and Risks of Foundation Models", "arXiv:2108.07258"],
  brown: ["Brown et al.", 2020, "Language Models are Few-Shot Learners", "arXiv:2005.14165"],
  chan: ["Chan et al.", 2022, "Data Distributional Properties Drive Emergent In-Context Learning in Transformers", "arXiv:2205.05055"],
  clark: ["Clark et al.", 2020, "ELECTRA: Pre-training Text Encoders as Discriminators Rather Than Generators", "arXiv:2003.10555"],
  dai: ["Dai and Le", 2015, "Semi-supervised Sequence Learning", "arXiv:1511.01432"],
  devlin: ["Devlin et al.", 2019, "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding", "arXiv:1810.04805"],
  dosovitskiy: ["Dosovitskiy et al.", 2021, "An Image is Worth 16x16 Words: Transformers for Image Recognition at Scale", "arXiv:2010.11929"],
  edelman: ["Edelman et al.", 2024, "The Evolution of Statistical Induction Heads: In-Context Learning Markov Chains", "arXiv:2402.11004"],
  efron: ["Efron", 1979, "Bootstrap Methods: Another Look at the Jackknife", "doi:10.1214/aos/1176344552"],
  fan: ["Fan et al.", 2018, "Hierarchical Neural Story Generation", "arXiv:1805.04833"],
  fedus: ["Fedus et al.", 2021, "Switch Transformers: Scaling to Trillion Parameter Models with Simple and Efficient Sparsity", "arXiv:2101.03961"],
  gage: ["Gage", 1994, "A New Algorithm for Data Compression", "https://dl.acm.org/doi/10.5555/177910.177914"],
  garg: ["Garg et al.", 2022, "What Can Transformers Learn In-Context? A Case Study of Simple Function Classes", "arXiv:2208.01066"],
  gerstgrasser: ["Gerstgrasser et al.", 2024, "Is Model Collapse Inevitable? Breaking the Curse of Recursion by Accumulating Real and Synthetic Data", "arXiv:2404.01413"],
  greshake: ["Greshake et al.", 2023, "Not What You’ve Signed Up For: Compromising Real-World LLM-Integrated Applications with Indirect Prompt Injection", "arXiv:2302.12173"],
  haviv: ["Haviv et al.", 2022, "Transformer Language Models without Positional Encodings Still Learn Positional Information", "arXiv:2203.16634"],
  hendrycks: ["Hendrycks and Gimpel", 2016, "Gaussian Error Linear Units (GELUs)", "arXiv:1606.08415"],
  hewitt: ["Hewitt and Liang", 2019, "Designing and Interpreting Probes with Control Tasks", "arXiv:1909.03368"],
  hoffmann: ["Hoffmann et al.", 2022, "Training Compute-Optimal Large Language Models", "arXiv:2203.15556"],
  holtzman: ["Holtzman et al.", 2020, "The Curious Case of Neural Text Degeneration", "arXiv:1904.09751"],
  howard: ["Howard and Ruder", 2018, "Universal Language Model Fine-tuning for Text Classification", "arXiv:1801.06146"],
  hutto: ["Hutto and Gilbert", 2014, "VADER: A Parsimonious Rule-Based Model for Sentiment Analysis of Social Media Text", "doi:10.1609/icwsm.v8i1.14550"],
  jelinek: ["Jelinek et al.", 1977, "Perplexity: A Measure of the Difficulty of Speech Recognition Tasks", "doi:10.1121/1.2016299"],
  kaplan: ["Kaplan et al.", 2020, "Scaling Laws for Neural Language Models", "arXiv:2001.08361"],
  kobayashi: ["Kobayashi et al.", 2020, "Attention is Not Only a Weight: Analyzing Transformers with Vector Norms", "arXiv:2004.10102"],
  leviathan: ["Leviathan et al.", 2023, "Fast Inference from Transformers via Speculative Decoding", "arXiv:2211.17192"],
  lin: ["Lin et al.", 2022, "TruthfulQA: Measuring How Models Mimic Human Falsehoods", "arXiv:2109.07958"],
  lu: ["Lu et al.", 2022, "Fantastically Ordered Prompts and Where to Find Them: Overcoming Few-Shot Prompt Order Sensitivity", "arXiv:2104.08786"],
  martinez: ["Martínez", 2024, "Re-evaluating GPT-4’s Bar Exam Performance", "doi:10.1007/s10506-024-09396-9"],
  mikolov: ["Mikolov et al.", 2013, "Efficient Estimation of Word Representations in Vector Space", "arXiv:1301.3781"],
  min: ["Min et al.", 2022, "Rethinking the Role of Demonstrations: What Makes In-Context Learning Work?", "arXiv:2202.12837"],
  mohtashami: ["Mohtashami and Jaggi", 2023, "Landmark Attention: Random-Access Infinite Context Length for Transformers", "arXiv:2305.16300"],
  muennighoff: ["Muennighoff et al.", 2023, "Scaling Data-Constrained Language Models", "arXiv:2305.16264"],
  olsson: ["Olsson et al.", 2022, "In-context Learning and Induction Heads", "arXiv:2209.11895"],
  openai: ["OpenAI", 2023, "GPT-4 Technical Report", "arXiv:2303.08774"],
  oswald: ["von Oswald et al.", 2023, "Transformers Learn In-Context by Gradient Descent", "arXiv:2212.07677"],
  ouyang: ["Ouyang et al.", 2022, "Training Language Models to Follow Instructions with Human Feedback", "arXiv:2203.02155"],
  pennington: ["Pennington et al.", 2014, "GloVe: Global Vectors for Word Representation", "doi:10.3115/v1/D14-1162"],
  perez: ["Perez and Ribeiro", 2022, "Ignore Previous Prompt: Attack Techniques for Language Models", "arXiv:2211.09527"],
  peters: ["Peters et al.", 2018, "Deep Contextualized Word Representations", "arXiv:1802.05365"],
  porian: ["Porian et al.", 2024, "Resolving Discrepancies in Compute-Optimal Scaling of Language Models", "arXiv:2406.19146"],
  press: ["Press et al.", 2022, "Train Short, Test Long: Attention with Linear Biases Enables Input Length Extrapolation", "arXiv:2108.12409"],
  pressWolf: ["Press and Wolf", 2017, "Using the Output Embedding to Improve Language Models", "arXiv:1608.05859"],
  radford18: ["Radford et al.", 2018, "Improving Language Understanding by Generative Pre-Training", "https://cdn.openai.com/research-covers/language-unsupervised/language_understanding_paper.pdf"],
  radford19: ["Radford et al.", 2019, "Language Models are Unsupervised Multitask Learners", "https://cdn.openai.com/better-language-models/language_models_are_unsupervised_multitask_learners.pdf"],
  rafailov: ["Rafailov et al.", 2023, "Direct Preference Optimization: Your Language Model is Secretly a Reward Model", "arXiv:2305.18290"],
  raffel: ["Raffel et al.", 2020, "Exploring the Limits of Transfer Learning with a Unified Text-to-Text Transformer", "arXiv:1910.10683"],
  reddy: ["Reddy", 2023, "The Mechanistic Basis of Data Dependence and Abrupt Learning in an In-Context Classification Task", "arXiv:2312.03002"],
  rumelhart: ["Rumelhart et al.", 1986, "Learning Representations by Back-propagating Errors", "doi:10.1038/323533a0"],
  samuel: ["Samuel", 2024, "BERTs are Generative In-Context Learners", "arXiv:2406.04823"],
  saxena: ["Saxena", 2023, "Prompt Lookup Decoding", "https://github.com/apoorvumang/prompt-lookup-decoding"],
  schaeffer: ["Schaeffer et al.", 2023, "Are Emergent Abilities of Large Language Models a Mirage?", "arXiv:2304.15004"],
  schick: ["Schick and Schütze", 2021, "It’s Not Just Size That Matters: Small Language Models Are Also Few-Shot Learners", "arXiv:2009.07118"],
  sennrich: ["Sennrich et al.", 2016, "Neural Machine Translation of Rare Words with Subword Units", "arXiv:1508.07909"],
  shannon: ["Shannon", 1948, "A Mathematical Theory of Communication", "doi:10.1002/j.1538-7305.1948.tb01338.x"],
  shazeer17: ["Shazeer et al.", 2017, "Outrageously Large Neural Networks: The Sparsely-Gated Mixture-of-Experts Layer", "arXiv:1701.06538"],
  shazeer20: ["Shazeer", 2020, "GLU Variants Improve Transformer", "arXiv:2002.05202"],
  shumailov: ["Shumailov et al.", 2024, "AI Models Collapse When Trained on Recursively Generated Data", "doi:10.1038/s41586-024-07566-y"],
  sparckJones: ["Spärck Jones", 1972, "A Statistical Interpretation of Term Specificity and Its Application in Retrieval", "doi:10.1108/eb026526"],
  stahlberg: ["Stahlberg and Byrne", 2019, "On NMT Search Errors and Model Errors: Cat Got Your Tongue?", "arXiv:1908.10090"],
  su: ["Su et al.", 2021, "RoFormer: Enhanced Transformer with Rotary Position Embedding", "arXiv:2104.09864"],
  touvron: ["Touvron et al.", 2023, "LLaMA: Open and Efficient Foundation Language Models", "arXiv:2302.13971"],
  vaswani: ["Vaswani et al.", 2017, "Attention Is All You Need", "arXiv:1706.03762"],
  wallace: ["Wallace et al.", 2024, "The Instruction Hierarchy: Training LLMs to Prioritize Privileged Instructions", "arXiv:2404.13208"],
  wang: ["Wang et al.", 2022, "What Language Model Architecture and Pretraining Objective Work Best for Zero-Shot Generalization?", "arXiv:2204.05832"],
  weiChain: ["Wei et al.", 2022, "Chain-of-Thought Prompting Elicits Reasoning in Large Language Models", "arXiv:2201.11903"],
  weiEmergent: ["Wei et al.", 2022, "Emergent Abilities of Large Language Models", "arXiv:2206.07682"],
  weidinger: ["Weidinger et al.", 2022, "Taxonomy of Risks Posed by Language Models", "doi:10.1145/3531146.3533088"],
  wettig: ["Wettig et al.", 2023, "Should You Mask 15% in Masked Language Modeling?", "arXiv:2202.08005"],
  wu: ["Wu et al.", 2016, "Google’s Neural Machine Translation System: Bridging the Gap between Human and Machine Translation", "arXiv:1609.08144"],
  xie: ["Xie et al.", 2022, "An Explanation of In-context Learning as Implicit Bayesian Inference", "arXiv:2111.02080"],
  xiong: ["Xiong et al.", 2020, "On Layer Normalization in the Transformer Architecture", "arXiv:2002.04745"],
  zhang: ["Zhang and Sennrich", 2019, "Root Mean Square Layer Normalization", "arXiv:1910.07467"],
} satisfies Record<string, Paper>;

export type PaperId = keyof typeof PAPERS;

/** A paper with its link and how that is shown: the number of arXiv or DOI, else the host. */
export interface Source {
  by: string;
  year: number;
  title: string;
  href: string;
  shown: string;
}

const RESOLVERS = { arXiv: "https://arxiv.org/abs/", doi: "https://doi.org/" };

export function sourceOf(id: PaperId): Source {
  const [by, year, title, at] = PAPERS[id];
  const [kind = "", number = ""] = at.split(/:(.*)/s);
  const resolver = kind === "arXiv" || kind === "doi" ? RESOLVERS[kind] : null;
  return {
    ...{ by, year, title },
    href: resolver === null ? at : resolver + number,
    shown: resolver === null ? new URL(at).host : at,
  };
}
