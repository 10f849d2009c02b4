// The words of the tasks that come with the page, in Chinese, by the task's id.

import type { gallery as en } from "./gallery.en";

export const gallery: typeof en = {
  gallery: {
    "same-word": {
      title: "同一个词，不同的例子",
      about:
        "问题始终只是一个词。前面放的是哪些例子，决定模型回答它的反义词、比较级、最高级，还是大写。",
      differIn: "例子的种类",
      sets: {
        opposite: "反义词",
        comparative: "比较级",
        superlative: "最高级",
        CAPITALS: "大写",
      },
    },
    reviews: {
      title: "影评",
      about:
        "一条影评是好评还是差评？例子很快就教会模型回答的形式，选择却摇摆不定：同样的例子换一个顺序，判断就可能反过来。相信一个准确率之前，值得先看看这一点。",
      differIn: "例子的顺序",
      sets: { "in turn": "好评差评交替", "another order": "换一个顺序" },
    },
    "animal-or-food": {
      title: "动物还是食物",
      about:
        "同样的分类，两组各有三套名字。用自然的名字，模型本来就会；用 A 和 B，它得从例子里学；用 zib 和 mog，这个小模型始终学不会哪个是哪个。",
      differIn: "两组的名字",
      sets: { natural: "自然的名字", "A or B": "A 或 B", "zib or mog": "zib 或 mog" },
    },
    "chinese-words": {
      title: "汉字词",
      about:
        "单个的汉字词和它们的英文意思。作者说这是个英语模型，可是几个例子仍能引出它顺带学到的词。拼音就是另一回事了。",
      differIn: "译成",
      sets: { English: "英语", Pinyin: "拼音" },
    },
    "copy-rule": {
      title: "编出来的规则",
      about:
        "把词抄一遍，末尾加上 zo：网上没有哪段文字教过这条规则，只能从例子里学，而模型学会了。",
      differIn: "规则",
      sets: { "zo at the end": "词尾加 zo", twice: "写两遍" },
    },
    plurals: {
      title: "复数",
      about: "从一个到多个。规则模型早就会了，例子只是告诉它，这里问的是这个。",
      differIn: "例子的种类",
      sets: { plural: "复数", "with an article": "加冠词" },
    },
    "odd-dates": {
      title: "古怪的日期",
      about: "一种没人用的日期写法。模型把数字和符号抄进新的顺序。第二个答案把月和日写反了。",
      differIn: "格式",
      sets: { "!month!day!year!": "!月!日!年!", "day/month/year": "日/月/年" },
    },
    "note-translation": {
      title: "笔记里的翻译",
      about:
        "把中文句子译成英文，例子取自本项目所依据的那份笔记。这个英语小模型做不到：例子引出了英文句子，却不是对的那一句。它留在这里，因为阴性结果也是结果。",
      differIn: "译成",
      sets: { English: "英语" },
    },
    translation: {
      title: "翻译一句话",
      about:
        "“句子 = 句子”，人们最初就是这样让 GPT-2 翻译的。这个模型太小，做不到：例子教会它用另一种语言回答，却很少答对。这是阴性结果，照实写在这里。",
      differIn: "译成",
      sets: { French: "法语", Spanish: "西班牙语" },
    },
    arithmetic: {
      title: "应用题",
      about:
        "罗杰的网球是分步推理那篇论文里的例子，问题则是同一篇论文里的食堂，27 是那里印出的错误答案。例子教会这个模型用一个数来回答，却没有教会它答对：这是阴性结果，照实写在这里。拿六十道题试过先推理，也没有帮助。",
      differIn: "例子的种类",
      sets: { "word problems": "应用题" },
    },
    "zog-or-fip": {
      title: "两个生造的名字",
      about:
        "动物叫一个名字，时间叫另一个。两个名字都没有意思，训练用的例题里也从没有过这些词和这两个名字：能依据的只有眼前的例子。把名字对调，同一个问题就得到另一个答案。它也会错：例子少的时候，rat 可能被当成时间。",
      differIn: "名字归谁",
      sets: { "animals are zog": "动物叫 zog", "animals are fip": "动物叫 fip" },
    },
  },
};
