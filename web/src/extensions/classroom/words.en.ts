// The words of a class.

export const classroom = {
  waiting: "Looking for the class …",
  none: "No class is open here",
  ended: "The class has ended. What you answered is deleted, unless the teacher has saved it.",
  howTo: "Whoever runs this server opens one with this command:",
  name: (name: string, number: number) => (name === "" ? `Student ${number}` : name),
  join: {
    title: "Join the class",
    about:
      "No account is needed, and nothing is kept after the class but the answers that the teacher saves.",
    code: "Code of the class",
    name: "Your name, if you like",
    send: "Join",
  },
  student: {
    title: (name: string) => `You are in the class as ${name}`,
    about:
      "Leave this page open. What the teacher opens for everybody, opens here too; a question to guess stands above it.",
  },
  bar: {
    label: "Class",
    here: (count: number) => (count === 1 ? "1 student here" : `${count} students here`),
    bring: "Bring everybody here",
    brought: "Everybody is here now.",
    toClass: "To the class",
  },
  guess: {
    label: "Guess",
    first: "What will it say?",
    yours: "Your guess",
    send: "Send",
    sent: (answer: string) => `You said: ${answer}. It can be changed until the guess is closed.`,
    closed: (answer: string | null) =>
      answer === null ? "The guess is closed." : `The guess is closed. You said: ${answer}.`,
    counts: "Answers of the class",
    answer: "Answer",
    count: "Students",
    others: "other answers",
    truth: "what came out",
    total: (count: number) => (count === 1 ? "1 answer" : `${count} answers`),
  },
  teacher: {
    title: "The class",
    about: "Scan the code, or open this address and type the code:",
    here: "Its address, which leads to this machine alone:",
    alone:
      "No student can open the class: the server listens to this machine only. For the network, whoever runs it starts it so:",
    proxied: "Behind a proxy, this says at which address students open it:",
    scan: "QR code of the address of this class",
    code: "Code",
    students: "Who is here",
    nobody: "Nobody yet.",
    away: "away",
    answered: "has answered",
    pushing:
      "To send everybody to a task or a lesson, open it and press “Bring everybody here” at its top.",
    ask: "Ask for a guess",
    question: "Question",
    choices: "Answers to choose from, one a line; without any, everybody writes their own",
    open: "Open the guess",
    close: "Close the guess",
    truth: "What came out, if it is known",
    reveal: "Show everybody",
    save: "Save all answers as CSV",
    end: "End the class",
    sure: "Everybody leaves, and all answers are deleted. Save them first.",
    endNow: "End it and delete everything",
    back: "Go on with the class",
  },
};
