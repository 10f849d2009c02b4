export const WORDS = {
  en: { missing: (name: string) => `This server has no page of an extension named “${name}”.` },
  zh: { missing: (name: string) => `这个服务器上没有名为“${name}”的扩展页面。` },
};
