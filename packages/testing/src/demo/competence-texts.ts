/** What a learner reads about one competence of DigComp 3.0, in the words of somebody's working day. */
export interface CompetenceText {
  /** The end of the module's key. */
  readonly slug: string;
  readonly summary: string;
  /** Foundation: the test's title, and what it asks. */
  readonly test: readonly [title: string, instructions: string];
  /** Advanced: what another person sees you do. */
  readonly seen: readonly [title: string, instructions: string];
}

export const competenceTexts: Readonly<Record<string, CompetenceText>> = {
  "1.1": {
    slug: "browsing",
    summary:
      "Say what you need to know, find it with the right search tool, and tell what is relevant from what is not.",
    test: [
      "Find what you need",
      "You get six questions from everyday work. For each, choose where to search and with which words or filters, and say which of the results answer the question.",
    ],
    seen: [
      "A search that others rely on",
      "Do a search that a colleague or a decision depends on. Your observer watches you plan it, change it when the results fall short, and explain what you left out and why.",
    ],
  },
  "1.2": {
    slug: "evaluating",
    summary: "Judge whether a source and its content can be trusted, including content made or chosen by algorithms.",
    test: [
      "Can this be trusted?",
      "You get eight pieces of content: news, adverts, posts and answers from an AI assistant. Say how reliable each is, what you checked, and what gave it away.",
    ],
    seen: [
      "Weighing sources against each other",
      "Take a question on which the sources disagree. Your observer follows how you compare the sources, trace where the content comes from, and reach a conclusion that you can defend.",
    ],
  },
  "1.3": {
    slug: "managing",
    summary: "Organise, store and find information and data again, and collect and analyse data in a structured way.",
    test: [
      "Order in files and figures",
      "Sort a messy shared folder into a structure that a colleague would understand, then answer five questions from a small table by sorting, filtering and summing.",
    ],
    seen: [
      "Data that leads to a decision",
      "Show how you collect and prepare data of your own unit, analyse it, and present it. Your observer asks where the data comes from, who may see it and how long it is kept.",
    ],
  },
  "2.1": {
    slug: "interacting",
    summary: "Use the right digital means of communication for the person, the purpose and the situation.",
    test: [
      "The right channel",
      "For ten situations, such as an urgent fault, a sensitive talk or a notice to all residents, choose a channel and say why. Then set up a meeting that everyone can take part in.",
    ],
    seen: [
      "Leading a digital meeting",
      "Lead a digital or hybrid meeting with at least four people. Your observer notes how you make everyone heard, handle trouble with the technology, and adapt to what people need.",
    ],
  },
  "2.2": {
    slug: "sharing",
    summary: "Share information with others in a suitable way, responsibly, and with credit to those who made it.",
    test: [
      "Share or not?",
      "For ten documents and messages, decide whether, how and with whom they may be shared, and set the access rights for a shared folder accordingly.",
    ],
    seen: [
      "A way to share that works",
      "Show how you set up sharing for a team or a project: access, naming, credit to sources. Your observer checks it from the side of a person who should, and one who should not, have access.",
    ],
  },
  "2.3": {
    slug: "citizenship",
    summary: "Take part in society through digital services, and know and use your rights there.",
    test: [
      "Your rights and your say",
      "Work through five cases: an e-service, a public consultation, a decision made by an automated system, terms of use, a complaint. Say what you can do and where.",
    ],
    seen: [
      "Helping someone to take part",
      "Help a person or a group to use a digital public service or to make their voice heard. Your observer sees that they act themselves, know their rights, and can do it again without you.",
    ],
  },
  "2.4": {
    slug: "collaborating",
    summary: "Work together through digital tools and create documents and knowledge with others.",
    test: [
      "Together in one document",
      "Write a short document with two others in a shared tool: comment, suggest changes, solve a conflict between versions and agree on the final text. Then answer six questions about how you did it.",
    ],
    seen: [
      "Making collaboration flow",
      "Lead a piece of work in which at least three people create something together digitally. Your observer notes how you choose tools, share out the work and see that all can contribute.",
    ],
  },
  "2.5": {
    slug: "behaviour",
    summary: "Behave respectfully in digital environments, and adapt what you say to culture, age and context.",
    test: [
      "How does it come across?",
      "Read eight real exchanges from chats, mail and comment fields. Say what went wrong or right, and rewrite three of them for the person who receives them.",
    ],
    seen: [
      "Turning a conversation",
      "Handle a difficult or heated digital exchange, or moderate one. Your observer reads it with you and notes how you keep respect, see cultural differences and bring the matter forward.",
    ],
  },
  "2.6": {
    slug: "identity",
    summary: "Manage your digital identities, your reputation and the traces of data that you leave.",
    test: [
      "What do you leave behind?",
      "Find which traces a day of work and leisure leaves, choose the settings that limit them, and say how you would keep your private and professional accounts apart.",
    ],
    seen: [
      "An identity under control",
      "Review the digital identities that you or your unit use, and what they reveal. Your observer follows how you find risks, decide what to change, and guide others in doing the same.",
    ],
  },
  "3.1": {
    slug: "creating",
    summary: "Create and edit digital content of different kinds, and express what you mean through it.",
    test: [
      "Say it so that it is understood",
      "Make a one-page notice with text and picture, and a short film or slide show, about a change at your workplace. Answer questions about readability, accessibility and the use of AI.",
    ],
    seen: [
      "Content that works for everyone",
      "Produce content for an audience outside your own team. Your observer sees how you choose the form, test it with somebody who will use it, and make it accessible.",
    ],
  },
  "3.2": {
    slug: "integrating",
    summary: "Change, refine and combine existing content into something new and useful.",
    test: [
      "From old to new",
      "Turn two existing documents and a table into one new guide. Show what you kept, changed and left out, and where each part comes from.",
    ],
    seen: [
      "Reworking what exists",
      "Rework material that your unit already has for a new purpose or group. Your observer notes how you keep it true to its sources, fit the parts together, and check what a tool has generated.",
    ],
  },
  "3.3": {
    slug: "copyright",
    summary: "Understand how copyright and licences apply to digital content, and apply them correctly.",
    test: [
      "May I use this?",
      "For ten pictures, texts, pieces of music and AI-generated works, decide whether and how you may use them, and write the credit that the licence asks for.",
    ],
    seen: [
      "Clearing the rights",
      "Clear the rights for a real publication: find who owns what, choose a licence for your own part, and document it. Your observer asks about the hard cases.",
    ],
  },
  "3.4": {
    slug: "computational-thinking",
    summary: "Break a problem down and give a computer the instructions that solve it.",
    test: [
      "Step by step",
      "Break three tasks from work into steps, find the error in two short sequences of instructions, and build a simple automation or formula that does the third.",
    ],
    seen: [
      "A task that now does itself",
      "Automate a real task with a script, a formula or a flow. Your observer follows how you split the problem, test with odd cases, and see to it that someone else can maintain it.",
    ],
  },
  "4.1": {
    slug: "devices",
    summary: "Protect devices and content, and recognise the risks as they change.",
    test: [
      "Lock the door",
      "Recognise eight attempts at fraud, choose protection for a phone and a laptop used at work, and say what to do in the first ten minutes after something has gone wrong.",
    ],
    seen: [
      "Security in the daily work",
      "Go through how devices are used and protected in your unit. Your observer sees how you find weaknesses, explain them without blame, and get a safer habit in place.",
    ],
  },
  "4.2": {
    slug: "privacy",
    summary: "Protect personal data and privacy, your own and that of others, and use your rights.",
    test: [
      "Whose data is it?",
      "In eight cases from work with residents and colleagues, say which data is personal or sensitive, whether it may be used, and how to answer somebody who asks what you hold about them.",
    ],
    seen: [
      "Privacy from the start",
      "Assess the privacy risks of a tool, a form or a routine that your unit uses, and improve it. Your observer asks why each piece of data is needed and who can see it.",
    ],
  },
  "4.3": {
    slug: "wellbeing",
    summary: "Use digital technology so that it supports the wellbeing of yourself and others.",
    test: [
      "Good for you?",
      "Work through six situations: constant notifications, posture, cyberbullying, harmful content, a colleague left outside, a day without pauses. Choose what to do, and where to turn.",
    ],
    seen: [
      "A healthier digital workday",
      "Lead a talk in your team about how digital tools affect you, and agree on one change. Your observer notes how you make room for different needs, and how the change is followed up.",
    ],
  },
  "4.4": {
    slug: "environment",
    summary: "Know how digital technology affects the environment, and reduce that impact.",
    test: [
      "The weight of the digital",
      "Rank ten habits by their impact, from buying devices to storing films and using AI services, and choose what to do with a phone that no longer holds its charge.",
    ],
    seen: [
      "Less impact, same result",
      "Map the environmental impact of the digital tools in your unit and carry out a measure. Your observer asks what you measured, what you assumed and how it will last.",
    ],
  },
  "5.1": {
    slug: "technical-problems",
    summary: "Identify technical problems and solve them, by yourself or with the right help.",
    test: [
      "It does not work",
      "Find the cause of six common faults from the signs, say what you would try first and why, and write a report to the support that they can act on.",
    ],
    seen: [
      "Finding the fault",
      "Solve a technical problem that is not routine, or lead others in solving it. Your observer notes how you narrow it down, what you rule out, and how you keep the solution for the next time.",
    ],
  },
  "5.2": {
    slug: "needs",
    summary: "See what people need, and choose and adapt the digital tools that meet it.",
    test: [
      "The right tool for the need",
      "For five people with different needs and tasks, choose a tool and the settings that help, accessibility included, and say what you would ask them first.",
    ],
    seen: [
      "From need to solution",
      "Find out what a user or a group needs, compare at least two digital solutions, and adapt one. Your observer speaks to those who use it.",
    ],
  },
  "5.3": {
    slug: "creative-solutions",
    summary: "Use digital technology creatively to improve how things are done, with people at the centre.",
    test: [
      "Could it be done better?",
      "Take three routines that annoy people. Describe the real problem behind each, suggest how a digital tool could help, and say what it must not make worse.",
    ],
    seen: [
      "Trying something new",
      "Lead a small trial of a new digital way of working together with those concerned. Your observer follows how you test the idea, listen, and change or drop it.",
    ],
  },
  "5.4": {
    slug: "own-development",
    summary: "See where your own digital competence needs to grow, keep learning, and help others to.",
    test: [
      "Where am I, and where next?",
      "Assess yourself in the five areas with examples from your work, choose two goals, and plan how and when you will reach them. Then answer six questions about keeping up to date.",
    ],
    seen: [
      "Helping a colleague to grow",
      "Coach a colleague over at least two occasions towards a digital goal of their own. Your observer notes how you find the starting point, and let the colleague do the work.",
    ],
  },
};
